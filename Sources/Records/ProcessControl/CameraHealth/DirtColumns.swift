/// Columns that stay darker or brighter than their neighbours: dirt on the lens.
///
/// Every row is held against itself: a column less the median of five columns around it, over the
/// mean of the row. What lies on the web moves on; what lies on the lens stays. The median over
/// rows is followed by steps of a fixed size towards each new row, so that one number per column is
/// kept. Streaks narrower than twice `reach` are found. Rows must be flat-field corrected. The slow
/// twin, in the tests, keeps all rows and takes exact medians. One row costs some operations per
/// column: feed one row of every blister, not on the capture thread.
/// Source of the running median: J. Tierney, SIAM Journal on Scientific and Statistical Computing 4
/// (1983), p. 706, with a fixed step.
public struct DirtColumns: Sendable, Equatable {
    /// Columns of a row.
    public let width: Int
    /// Distance of the columns compared, in columns.
    public let reach: Int
    /// Change of a column's median by one row, as a share of the row's brightness.
    public let step: Float
    /// Rows so far.
    public private(set) var rowCount = 0
    /// Deviation of every column from its neighbours, as a share of brightness; below 0 is darker.
    public private(set) var deviations: [Float]
    /// Deviations that belong there, such as a line of the web's along its way; all 0 at first.
    public private(set) var accepted: [Float]
    /// How far every column is from what belongs there, as a share of brightness.
    public var changes: [Float] { zip(deviations, accepted).map { $0 - $1 } }

    /// No rows yet.
    ///
    /// - Parameters:
    ///   - width: Columns of a row, more than four times `reach`.
    ///   - reach: At least 1.
    ///   - step: Above 0; a deviation of 0.05 is known after 0.05 / step rows.
    ///   - accepted: What belongs there, known from earlier, `width` numbers; nil: nothing.
    public init(width: Int, reach: Int = 8, step: Float = 0.001, accepted: [Float]? = nil) {
        precondition(reach >= 1 && width > 4 * reach && step > 0)
        precondition(accepted.map { $0.count == width } ?? true)
        self.width = width
        self.reach = reach
        self.step = step
        self.accepted = accepted ?? Array(repeating: 0, count: width)
        // What belongs there need not be found anew.
        deviations = self.accepted
    }

    /// From now on columns are right as they are now; only a person says so.
    public mutating func accept() { accepted = deviations }

    /// Adds a row; one without light says nothing and is left out.
    ///
    /// - Parameter row: Brightness, `width` numbers.
    public mutating func add(_ row: [Float]) {
        add(row, where: Array(repeating: true, count: width))
    }

    /// Adds what a row shows of the plain web; the product on it says nothing about the lens.
    ///
    /// - Parameters:
    ///   - row: Brightness, `width` numbers.
    ///   - isPlain: Whether each column shows the plain web, `width` flags; a column counts where it and
    ///     the four that it is compared with do.
    public mutating func add(_ row: [Float], where isPlain: [Bool]) {
        precondition(row.count == width && isPlain.count == width)
        var (sum, count) = (Float(0), 0)
        for column in 0..<width where isPlain[column] {
            sum += row[column]
            count += 1
        }
        guard sum > 0 else { return }
        let mean = sum / Float(count)
        rowCount += 1
        for column in 0..<width {
            let middle = Self.middle(of: column, width: width, reach: reach)
            guard isPlain[column], isPlain[middle], isPlain[middle - 2 * reach],
                isPlain[middle - reach], isPlain[middle + reach], isPlain[middle + 2 * reach]
            else { continue }
            let deviation = Self.deviation(of: column, in: row, reach: reach) / mean
            let kept = deviations[column]
            // The last step lands on the number instead of beyond it.
            deviations[column] = kept + max(-step, min(step, deviation - kept))
        }
    }

    /// The middle one of the five columns that a column is held against; near the ends the five lie
    /// inside.
    private static func middle(of column: Int, width: Int, reach: Int) -> Int {
        max(2 * reach, min(width - 1 - 2 * reach, column))
    }

    /// Columns that are further than `limit` of the brightness from what belongs there.
    ///
    /// - Parameter limit: A share, above 0.
    /// - Returns: Column numbers from 0, rising.
    public func columns(beyond limit: Float = 0.03) -> [Int] {
        Self.columns(of: changes, beyond: limit)
    }

    private static func columns(of changes: [Float], beyond limit: Float) -> [Int] {
        changes.indices.filter { abs(changes[$0]) > limit }
    }

    /// Columns beyond `limit`, side by side ones as one streak; the strongest first.
    ///
    /// - Parameter limit: A share, above 0.
    /// - Returns: Columns of one sign that lie within `reach` of each other make one streak.
    public func streaks(beyond limit: Float) -> [DirtStreak] {
        var streaks: [DirtStreak] = []
        let changes = changes
        for column in Self.columns(of: changes, beyond: limit) {
            let deviation = changes[column]
            if let last = streaks.last, last.deviation.sign == deviation.sign,
                column - last.columns.upperBound <= reach
            {
                let strongest = abs(deviation) > abs(last.deviation) ? deviation : last.deviation
                streaks[streaks.count - 1] = DirtStreak(
                    columns: last.columns.lowerBound...column,
                    deviation: strongest
                )
            } else {
                streaks.append(DirtStreak(columns: column...column, deviation: deviation))
            }
        }
        return streaks.sorted { abs($0.deviation) > abs($1.deviation) }
    }

    /// A column less the median of five, two on each side.
    static func deviation(of column: Int, in row: [Float], reach: Int) -> Float {
        let middle = middle(of: column, width: row.count, reach: reach)
        let (a, b) = (row[middle - 2 * reach], row[middle - reach])
        let (d, e) = (row[middle + reach], row[middle + 2 * reach])
        return row[column] - median(a, b, row[middle], d, e)
    }

    private static func median(
        _ a: Float,
        _ b: Float,
        _ c: Float,
        _ d: Float,
        _ e: Float
    ) -> Float {
        let low = max(min(a, b), min(d, e))
        let high = min(max(a, b), max(d, e))
        return max(min(low, high), min(max(low, high), c))
    }
}

/// Columns side by side that stay darker or brighter than the others.
public struct DirtStreak: Sendable, Equatable {
    /// First and last column.
    public let columns: ClosedRange<Int>
    /// Of the column that deviates most, as a share of brightness; below 0 is darker.
    public let deviation: Float

    /// Makes a streak.
    public init(columns: ClosedRange<Int>, deviation: Float) {
        self.columns = columns
        self.deviation = deviation
    }
}
