import ArgumentParser
import Capture
import Correction
import Foundation
import Imaging

/// `blisterctl calibrate`: measures camera and scale, and writes one calibration file.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Measure dark, flat field, scale, and directions of lights.",
        discussion: """
            Take the dark reference first (lens covered), then the flat one (an even, bright sheet), \
            then the scale (a checkerboard or line target). Each step adds to the same file.
            """,
        subcommands: [Dark.self, Flat.self, Scale.self, Lights.self]
    )

    /// Where the pictures come from, and where the calibration goes.
    struct Place: ParsableArguments {
        @Option(name: .long, help: "A replay set with the reference rows.") var replay: String?
        @Option(name: .long, help: "A folder of reference pictures.") var images: String?
        @Argument(help: "Reference pictures.") var pictures: [String] = []
        @Option(name: .long, help: "The calibration file; what it holds already is kept.")
        var out: String
        @Option(name: .long, help: "Who calibrates; default: the account's name.")
        var by: String?

        /// Every picture in turn.
        func each(_ body: (String, Image) throws -> Void) throws {
            for path in try paths() { try body(path, try Image(path: path)) }
        }

        private func paths() throws -> [String] {
            let given = [replay != nil, images != nil, !pictures.isEmpty].filter { $0 }.count
            guard given == 1 else {
                throw ValidationError("give exactly one of --replay, --images or picture files")
            }
            if let replay { return try ReplaySet(folder: replay).files }
            guard let images else { return pictures }
            let endings = ["png", "jpg", "jpeg", "pgm", "ppm", "pnm"]
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: images)
            } catch {
                throw CalibrateFault.unreadableFolder(images)
            }
            let found = names.filter { name in
                endings.contains { name.lowercased().hasSuffix("." + $0) }
            }
            guard !found.isEmpty else { throw CalibrateFault.emptyFolder(images) }
            return found.sorted().map { "\(images)/\($0)" }
        }

        /// The calibration in `out`, or a new one for cameras like `picture`.
        func current(for picture: Image) throws -> Calibration {
            guard FileManager.default.fileExists(atPath: out) else {
                return Calibration(width: picture.width, channels: picture.channels)
            }
            return try Calibration(path: out)
        }

        /// Signs and writes `calibration` in one step, so that no half file is ever read.
        func write(_ calibration: Calibration) throws {
            var signed = calibration
            signed.madeBy = by ?? NSUserName()
            signed.madeAt = Date().ISO8601Format()
            do {
                try Data(signed.yaml().utf8).write(to: URL(filePath: out), options: .atomic)
            } catch {
                throw CalibrateFault.unwritable(out, reason: error.localizedDescription)
            }
        }
    }

    struct Dark: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Dark value per column, from rows taken with the lens covered."
        )
        @OptionGroup var place: Place

        func run() throws {
            var (calibration, rows) = try gather(place)
            do {
                try calibration.setDark(rows)
            } catch {
                throw CalibrateFault.reference(place.out, error)
            }
            try place.write(calibration)
            let mean = calibration.dark.reduce(0, +) / Float(calibration.dark.count)
            print(
                "\(place.out): dark of \(calibration.width) columns from \(rows.rowCount) rows, "
                    + "mean \(String(format: "%.2f", mean)) grey levels, "
                    + "dead columns: \(calibration.deadColumns.count)"
            )
        }
    }

    struct Flat: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gain per column and dead columns, from rows of an even bright sheet."
        )
        @OptionGroup var place: Place

        func run() throws {
            var (calibration, rows) = try gather(place)
            do {
                try calibration.setFlat(rows)
            } catch {
                throw CalibrateFault.reference(place.out, error)
            }
            try place.write(calibration)
            let low = calibration.gain.min() ?? 1
            let high = calibration.gain.max() ?? 1
            print(
                "\(place.out): gain of \(calibration.width) columns from \(rows.rowCount) rows, "
                    + String(format: "%.3f to %.3f, ", low, high)
                    + "dead columns: \(calibration.deadColumns)"
            )
        }
    }

    struct Scale: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Millimetres per column and row, from a checkerboard or line target."
        )
        @OptionGroup var place: Place
        @Option(name: .long, help: "Distance at which the target repeats, in mm.")
        var periodMm: Double
        @Option(name: .long, help: "Encoder counts per row; gives mm per count from the target.")
        var ticksPerRow: Double?
        @Option(name: .long, help: "Known mm per row, for a target that repeats across only.")
        var mmPerRow: Double?

        func validate() throws {
            guard periodMm > 0, periodMm.isFinite else {
                throw ValidationError("--period-mm must be over 0")
            }
            guard ticksPerRow.map({ $0 > 0 }) ?? true, mmPerRow.map({ $0 > 0 }) ?? true else {
                throw ValidationError("--ticks-per-row and --mm-per-row must be over 0")
            }
        }

        func run() throws {
            var columns: [Double] = []
            var rows: [Double] = []
            var calibration: Calibration?
            try place.each { path, picture in
                if calibration == nil { calibration = try place.current(for: picture) }
                do throws(CalibrationError) {
                    columns.append(try PatternPeriod.pixels(in: picture, axis: .acrossWeb))
                    if mmPerRow == nil {
                        rows.append(try PatternPeriod.pixels(in: picture, axis: .alongTravel))
                    }
                } catch {
                    throw CalibrateFault.picture(path, error)
                }
            }
            guard var calibration else { throw CalibrateFault.emptyFolder(place.out) }
            let perColumn = periodMm / (columns.reduce(0, +) / Double(columns.count))
            calibration.millimetresPerColumn = perColumn
            let perRow = mmPerRow ?? periodMm / (rows.reduce(0, +) / Double(max(rows.count, 1)))
            if let ticksPerRow {
                calibration.rowScale = .encoder(
                    ticksPerRow: ticksPerRow,
                    millimetresPerTick: perRow / ticksPerRow
                )
            } else {
                calibration.rowScale = .millimetresPerRow(perRow)
            }
            try place.write(calibration)
            print(
                "\(place.out): "
                    + String(format: "%.5f mm per column, %.5f mm per row", perColumn, perRow)
            )
        }
    }
}

/// Sums the reference rows of `place` up, and reads or starts its calibration.
private func gather(
    _ place: CalibrateCommand.Place
) throws -> (calibration: Calibration, rows: ReferenceRows) {
    var calibration: Calibration?
    var rows: ReferenceRows?
    try place.each { path, picture in
        if calibration == nil { calibration = try place.current(for: picture) }
        var sum = rows ?? ReferenceRows(width: picture.width, channels: picture.channels)
        do throws(CalibrationError) {
            try sum.append(picture)
        } catch {
            throw CalibrateFault.picture(path, error)
        }
        rows = sum
    }
    guard let calibration, let rows else { throw CalibrateFault.emptyFolder(place.out) }
    return (calibration, rows)
}

/// Why a calibration run ends; one line each.
private enum CalibrateFault: Error, CustomStringConvertible {
    case emptyFolder(String)
    case unreadableFolder(String)
    case unwritable(String, reason: String)
    case picture(String, CalibrationError)
    case reference(String, CalibrationError)

    var description: String {
        switch self {
        case .emptyFolder(let path): "\(path): no pictures; give PNG, JPEG or PNM files"
        case .unreadableFolder(let path): "\(path): cannot be read; check the path"
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason); check the folder and its permissions"
        case .picture(let path, let error), .reference(let path, let error): "\(path): \(error)"
        }
    }
}
