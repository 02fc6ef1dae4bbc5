/// How text is set.
public struct TextStyle: Sendable, Equatable {
    /// Where lines lie between left and right.
    public enum Alignment: Int32, Sendable {
        case left
        case middle
        case right
    }

    /// Font families by preference, separated by commas; signs that none has come from any other
    /// font of the machine.
    public var family: String
    /// Points.
    public var size: Double
    /// Whether it is bold.
    public var isBold: Bool
    /// Where lines lie.
    public var alignment: Alignment
    /// One line, its end replaced by dots where it is too long.
    public var isCut: Bool
    /// Language as in HTML: `zh-Hans` chooses among the shapes of Chinese signs.
    public var language: String

    /// Makes a style.
    public init(
        family: String,
        size: Double,
        isBold: Bool = false,
        alignment: Alignment = .left,
        isCut: Bool = false,
        language: String = "en"
    ) {
        precondition(size > 0)
        self.family = family
        self.size = size
        self.isBold = isBold
        self.alignment = alignment
        self.isCut = isCut
        self.language = language
    }
}
