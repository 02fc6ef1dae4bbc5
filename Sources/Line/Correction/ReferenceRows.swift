public import Imaging

/// Per-column means of reference pictures, from which dark and gain are made.
public struct ReferenceRows: Sendable {
    /// Columns of the pictures.
    public let width: Int
    /// Channels of the pictures.
    public let channels: Int
    /// Rows summed up.
    public private(set) var rowCount = 0
    private var sums: [UInt64]

    /// Fewest rows a reference is made of.
    public static let rowCountMin = 16
    /// Brightest dark reference.
    static let darkMax = 64.0
    /// Dimmest flat reference, above dark.
    static let flatMin = 40.0
    /// Brightest flat reference.
    static let flatMax = 245.0

    /// Starts without rows.
    public init(width: Int, channels: Int) {
        self.width = width
        self.channels = channels
        sums = Array(repeating: 0, count: width * channels)
    }

    /// Adds every row of `picture`.
    public mutating func append(_ picture: Image) throws(CalibrationError) {
        guard picture.width == width else {
            throw .otherWidth(calibration: width, camera: picture.width)
        }
        guard picture.channels == channels else {
            throw .otherChannels(calibration: channels, camera: picture.channels)
        }
        for row in 0..<picture.height {
            let start = row * sums.count
            for i in sums.indices { sums[i] += UInt64(picture.pixels[start + i]) }
        }
        rowCount += picture.height
    }

    /// Mean per sample of one row.
    func means() throws(CalibrationError) -> [Double] {
        guard rowCount >= Self.rowCountMin else {
            throw .fewRows(found: rowCount, needed: Self.rowCountMin)
        }
        return sums.map { Double($0) / Double(rowCount) }
    }
}

extension Calibration {
    /// Takes the dark values from rows without light.
    public mutating func setDark(_ rows: ReferenceRows) throws(CalibrationError) {
        try check(rows)
        let means = try rows.means()
        let middle = Median.of(means)
        guard middle <= ReferenceRows.darkMax else {
            throw .darkTooBright(greyLevels: middle, allowed: ReferenceRows.darkMax)
        }
        // A hot column is dead for our purpose; its dark value only has to be readable.
        let bound = middle + ReferenceRows.darkMax
        let hot = (0..<width).filter { column in
            (0..<channels).contains { means[column * channels + $0] > bound }
        }
        dark = means.map { Float(min($0, ReferenceRows.darkMax * 2)) }
        try setDead(hot)
    }

    /// Takes gains and dead columns from rows of an even, bright reference; dark comes first.
    ///
    /// Each channel is made even at its own middle level, so brightness and colour stay as they are.
    public mutating func setFlat(_ rows: ReferenceRows) throws(CalibrationError) {
        try check(rows)
        let means = try rows.means()
        var dead: [Int] = []
        var factors = gain
        for channel in 0..<channels {
            let levels = (0..<width).map { column in
                means[column * channels + channel] - Double(dark[column * channels + channel])
            }
            let middle = Median.of(levels)
            guard middle >= ReferenceRows.flatMin else {
                throw .flatTooDark(greyLevels: middle, needed: ReferenceRows.flatMin)
            }
            for column in 0..<width {
                let seen = means[column * channels + channel]
                let level = levels[column]
                let near = Median.of(
                    Array(levels[max(0, column - 8)...min(width - 1, column + 8)])
                )
                if level < near * 0.5 || level > near * 2 {
                    dead.append(column)
                    factors[column * channels + channel] = 1
                    continue
                }
                guard seen <= ReferenceRows.flatMax else {
                    throw .flatSaturated(column: column, greyLevels: seen)
                }
                factors[column * channels + channel] = Float(min(max(middle / level, 0.05), 20))
            }
        }
        let hot = Set(deadColumns)
        try setDead(Array(hot.union(dead)).sorted())
        gain = factors
    }

    private mutating func setDead(_ columns: [Int]) throws(CalibrationError) {
        let allowed = max(1, width / 50)
        guard columns.count <= allowed else {
            throw .manyDeadColumns(found: columns.count, allowed: allowed)
        }
        deadColumns = columns
    }

    private func check(_ rows: ReferenceRows) throws(CalibrationError) {
        guard rows.width == width else {
            throw .otherWidth(calibration: width, camera: rows.width)
        }
        guard rows.channels == channels else {
            throw .otherChannels(calibration: channels, camera: rows.channels)
        }
    }
}
