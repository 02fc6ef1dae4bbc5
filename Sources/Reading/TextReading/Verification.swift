internal import Foundation

/// Whether a print says what it must: for every expected sign, how much better it fits than any
/// other would.
///
/// What is expected decides; what is likely in dates or batches does not come in. Blanks are not
/// compared: their widths differ from printer to printer.
public struct Verification: Sendable {
    /// What is wrong with one sign.
    public enum Fault: String, Sendable, Equatable {
        /// Nothing is printed there.
        case missing
        /// Another sign fits better.
        case wrong
        /// It fits best, but not by enough.
        case smudged
        /// It stands higher or lower than the others of its line.
        case shifted
        /// Something is printed that is not expected.
        case extra
    }

    /// One expected sign; or one that is printed without being expected.
    public struct Sign: Sendable, Equatable {
        /// The expected sign; of ``Fault/extra``, what is printed.
        public var sign: Character
        /// Its probability against all others at its place, 0...1.
        public var confidence: Double
        /// What is read instead; nil where it is as expected, or nothing is there.
        public var read: Character?
        /// nil where it is good.
        public var fault: Fault?
        /// Where it is, or should be; pixels.
        public var x: Double
        /// First row.
        public var y: Double
        /// Columns.
        public var width: Double
        /// Rows.
        public var height: Double
    }

    /// The expected text.
    public let expected: String
    /// Its signs without blanks.
    public let signs: [Sign]
    /// Whether every sign is as expected and nothing else is printed.
    public var passes: Bool { !signs.isEmpty && signs.allSatisfy { $0.fault == nil } }

    /// A sign whose share among itself and its rivals is less is not accepted.
    static let confidenceMin = 0.5
    /// Against a sign that many fonts draw alike, the other must be so much likelier.
    static let twinShareMin = 0.06
    /// Signs that many fonts draw alike.
    static let twins: [Set<Character>] = [
        ["0", "O"], ["0", "D"], ["O", "D"], ["1", "I"], ["5", "S"], ["8", "B"], ["2", "Z"],
        ["O", "Q"], ["0", "Q"],
    ]

    /// Whether many fonts draw the two alike, in capitals.
    public static func areTwins(_ one: Character, _ two: Character) -> Bool {
        twins.contains([one, two])
    }

    /// Whether two texts are the same but for signs that are drawn alike, as `areTwins` says.
    static func areTwins(_ one: [Int], _ two: [Int], _ areTwins: (Int, Int) -> Bool) -> Bool {
        one.count == two.count && zip(one, two).allSatisfy { $0 == $1 || areTwins($0, $1) }
    }
}
