/// What was measured of one camera with its lens and light: the correction's data.
///
/// One YAML file under `Calibration/`, written by `blisterctl calibrate`. Thread-safe as a value.
public struct Calibration: Sendable, Equatable {
    /// Columns of the camera.
    public var width: Int
    /// 1 (mono) or 3 (RGB).
    public var channels: Int
    /// Grey levels without light, per sample of one row (`width * channels`, interleaved).
    public var dark: [Float]
    /// Factor after subtracting ``dark``, per sample of one row.
    public var gain: [Float]
    /// Columns that do not answer to light, ascending; they are filled from their neighbours.
    public var deadColumns: [Int]
    /// Extent of one column across the web, millimetres; nil until measured.
    public var millimetresPerColumn: Double?
    /// How far the web moves from row to row; nil until measured.
    public var rowScale: RowScale?
    /// Who made it.
    public var madeBy: String
    /// When it was last changed, ISO 8601.
    public var madeAt: String

    /// What sets the distance of rows along travel.
    public enum RowScale: Sendable, Equatable {
        /// Rows come at a fixed distance.
        case millimetresPerRow(Double)
        /// Rows are triggered by the encoder.
        case encoder(ticksPerRow: Double, millimetresPerTick: Double)
    }

    /// The calibration that changes nothing, for a camera of `width` columns.
    public init(width: Int, channels: Int, madeBy: String = "nobody", madeAt: String = "never") {
        precondition(width > 0 && (channels == 1 || channels == 3))
        self.width = width
        self.channels = channels
        dark = Array(repeating: 0, count: width * channels)
        gain = Array(repeating: 1, count: width * channels)
        deadColumns = []
        self.madeBy = madeBy
        self.madeAt = madeAt
    }

    /// Extent of one row along travel, millimetres; nil until measured.
    public var millimetresPerRow: Double? {
        switch rowScale {
        case .millimetresPerRow(let extent): extent
        case .encoder(let ticks, let extent): ticks * extent
        case nil: nil
        }
    }

    /// Rows per column of a square patch: what the encoder step does to the aspect.
    public var aspect: Double? {
        guard let millimetresPerColumn, let millimetresPerRow else { return nil }
        return millimetresPerColumn / millimetresPerRow
    }
}

/// Why a calibration cannot be made or used; shown to people as it is.
public enum CalibrationError: Error, Equatable, Sendable, CustomStringConvertible {
    case otherWidth(calibration: Int, camera: Int)
    case otherChannels(calibration: Int, camera: Int)
    case fewRows(found: Int, needed: Int)
    case flatTooDark(greyLevels: Double, needed: Double)
    case flatSaturated(column: Int, greyLevels: Double)
    case darkTooBright(greyLevels: Double, allowed: Double)
    case manyDeadColumns(found: Int, allowed: Int)
    case noPeriod(axis: String)

    /// One line: what is wrong; cure.
    public var description: String {
        switch self {
        case .otherWidth(let calibration, let camera):
            "the calibration is for \(calibration) columns, the picture has \(camera); "
                + "calibrate this camera, or name its own file"
        case .otherChannels(let calibration, let camera):
            "the calibration is for \(calibration) channels, the picture has \(camera); "
                + "calibrate in the format that is inspected"
        case .fewRows(let found, let needed):
            "only \(found) rows, \(needed) are needed; take more rows"
        case .flatTooDark(let level, let needed):
            "the flat reference has \(Int(level)) grey levels, \(Int(needed)) are needed; "
                + "open the exposure or use a brighter reference"
        case .flatSaturated(let column, let level):
            "the flat reference reaches \(Int(level)) grey levels at column \(column); "
                + "shorten the exposure until none is over 245"
        case .darkTooBright(let level, let allowed):
            "the dark reference has \(Int(level)) grey levels, at most \(Int(allowed)) are dark; "
                + "cover the lens"
        case .manyDeadColumns(let found, let allowed):
            "\(found) columns do not answer to light, at most \(allowed) may; "
                + "clean the lens and the reference, or replace the camera"
        case .noPeriod(let axis):
            "no repeating pattern is found \(axis); "
                + "show a checkerboard or line target square to the camera"
        }
    }
}
