/// What is printed in the rows of a code, against what must be there.
public struct RowCheck: Sendable {
    /// How it was settled.
    enum Step: Sendable {
        /// One look at every row says what it must.
        case quick
        /// Other print stands there for sure.
        case other
        /// Weighed sign by sign in every view.
        case weighed
        /// Not as many rows are there as must be.
        case nothing
    }

    /// What another text may be likelier by, as a logarithm, before nothing more is looked at.
    static let leadMax = 10.0
    /// What it may be likelier by in each of the first two looks.
    static let leadOfBothMax = 4.6
    /// Least share of a letter or digit that was weighed; small signs are never as sure.
    static let confidenceMin = 0.6

    /// What is read, rows parted by line ends; nil for nothing.
    public let text: String?
    /// Share of the expected text, or of its least sure sign where signs were weighed; 0...1.
    public let confidence: Double
    /// What was weighed sign by sign; nil where the text as a whole is sure.
    public let verification: Verification?
    let step: Step

    init(_ look: QuickLook) {
        (text, confidence, verification, step) = (look.text, look.confidence, nil, .quick)
    }

    init(_ text: String?, _ verification: Verification, _ step: Step) {
        (self.text, self.verification, self.step) = (text, verification, step)
        confidence = verification.signs.map(\.confidence).min() ?? 0
    }

    /// Whether it says what it must.
    public var passes: Bool { verification?.passes ?? true }
}
