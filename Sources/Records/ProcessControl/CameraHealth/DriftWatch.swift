/// Whether the newest values of a series lie too far from where it began.
///
/// Holds the median of the last few values against a reference. Warns beyond the limit, and is over
/// only well inside it, so that a value at the limit does not come and go. It changes no limit and
/// no reference.
public struct DriftWatch: Sendable, Equatable {
    /// Which way is a fault.
    public enum Direction: Sendable {
        /// Only less than the reference.
        case down
        /// Less and more.
        case both
    }

    /// Values whose median counts.
    public static let valueCount = 9
    /// Share of the limit inside which a warning is over.
    public static let overShare = 0.75

    /// Change that is still right, as a share of the reference.
    public let limit: Double
    /// Which way is a fault.
    public let direction: Direction
    /// Whether the last values lie beyond the limit.
    public private(set) var isWarning = false
    /// Change of the median from the reference, as a share of it; nil before `valueCount` values.
    public private(set) var change: Double?

    /// A watch without values.
    ///
    /// - Parameters:
    ///   - limit: A share, above 0.
    ///   - direction: Which way is a fault.
    public init(limit: Double, direction: Direction) {
        precondition(limit > 0)
        self.limit = limit
        self.direction = direction
    }

    /// Looks at the newest values.
    ///
    /// - Parameters:
    ///   - values: The series, newest last; the last `valueCount` count.
    ///   - reference: Where it began, above 0; nil while that is not known, which ends a warning.
    public mutating func look(at values: [Double], reference: Double?) {
        guard let reference, reference > 0, values.count >= Self.valueCount else {
            (isWarning, change) = (false, nil)
            return
        }
        let median = values.suffix(Self.valueCount).sorted()[Self.valueCount / 2]
        let change = median / reference - 1
        let beyond = direction == .down ? -change : abs(change)
        isWarning = beyond > (isWarning ? limit * Self.overShare : limit)
        self.change = change
    }
}
