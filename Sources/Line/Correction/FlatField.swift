public import Blister
internal import Imaging

/// Makes raw rows even: dark and gain per column, dead columns filled from their neighbours.
///
/// The only way from `Chunk<Raw>` to `Chunk<Corrected>`, besides ``LightDeinterleaver`` which goes
/// through it. Reentrant. Neither allocates nor throws once made.
public struct FlatField: Sendable {
    /// What is applied.
    public let calibration: Calibration
    /// Format of the chunks that go in and come out.
    public let format: ChunkFormat
    private let repairs: [Repair]
    /// Without dark and gain to apply, samples pass as they are.
    private let isNeutral: Bool

    /// A dead column and the live ones it is filled from.
    private struct Repair: Sendable {
        var column: Int
        var left: Int
        var right: Int
        /// Share of `right`, in 256ths.
        var share: Int
    }

    /// Prepares the correction of chunks of `format`.
    ///
    /// - Throws: `otherWidth` or `otherChannels` when the calibration was made for another camera.
    public init(calibration: Calibration, format: ChunkFormat) throws(CalibrationError) {
        guard calibration.width == format.width else {
            throw .otherWidth(calibration: calibration.width, camera: format.width)
        }
        guard calibration.channels == format.channels else {
            throw .otherChannels(calibration: calibration.channels, camera: format.channels)
        }
        self.calibration = calibration
        self.format = format
        repairs = Self.repairs(calibration)
        isNeutral =
            calibration.dark.allSatisfy { $0 == 0 }
            && calibration.gain.allSatisfy { $0 == 1 }
    }

    /// Corrects the valid rows of `raw` into `corrected`, whose header becomes `raw`'s.
    public func apply(_ raw: Chunk<Raw>, into corrected: Chunk<Corrected>) {
        precondition(raw.format.rowByteCount == format.rowByteCount)
        precondition(corrected.format.rowByteCount == format.rowByteCount)
        precondition(corrected.format.rowsMax >= raw.header.validRows)
        apply(raw.bytes, rows: raw.header.validRows, into: &corrected.bytes)
        corrected.header = raw.header
    }

    /// Corrects the first `rows` rows of `source` into `target`.
    func apply(_ source: [UInt8], rows: Int, into target: inout [UInt8]) {
        let byteCount = rows * format.rowByteCount
        if isNeutral {
            Self.copy(source, count: byteCount, into: &target)
        } else {
            ColumnCorrection.apply(
                source,
                byteCount: byteCount,
                dark: calibration.dark,
                gain: calibration.gain,
                into: &target
            )
        }
        let channels = format.channels
        for row in 0..<rows where !repairs.isEmpty {
            let start = row * format.rowByteCount
            for repair in repairs {
                for channel in 0..<channels {
                    let left = Int(target[start + repair.left * channels + channel])
                    let right = Int(target[start + repair.right * channels + channel])
                    let sum = left * (256 - repair.share) + right * repair.share + 128
                    target[start + repair.column * channels + channel] = UInt8(sum >> 8)
                }
            }
        }
    }

    private static func copy(_ source: [UInt8], count: Int, into target: inout [UInt8]) {
        target.replaceSubrange(0..<count, with: source[0..<count])
    }

    private static func repairs(_ calibration: Calibration) -> [Repair] {
        var isDead = [Bool](repeating: false, count: calibration.width)
        for column in calibration.deadColumns { isDead[column] = true }
        return calibration.deadColumns.compactMap { column in
            let left = (0..<column).last { !isDead[$0] }
            let right = (column..<calibration.width).first { !isDead[$0] }
            guard let near = left ?? right else { return nil }
            let (first, last) = (left ?? near, right ?? near)
            let share = last > first ? (column - first) * 256 / (last - first) : 0
            return Repair(column: column, left: first, right: last, share: share)
        }
    }
}
