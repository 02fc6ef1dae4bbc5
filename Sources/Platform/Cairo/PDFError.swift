/// Why a PDF could not be made.
public enum PDFError: Error, Equatable, Sendable, CustomStringConvertible {
    /// This build was made without the trait `Reports`.
    case leftOut
    /// There was not enough memory.
    case noMemory
    /// No font of this machine has all signs of a text.
    case noGlyph(text: String)
    /// What Cairo says.
    case refused(reason: String)

    /// One line: what is wrong, cure.
    public var description: String {
        switch self {
        case .leftOut:
            "this build leaves PDF out; take .html, or build with the trait Reports"
        case .noMemory: "not enough memory for a PDF; take .html"
        case .noGlyph(let text):
            "no font of this machine has all signs of '\(text)'; install one (Chinese: "
                + "fonts-droid-fallback), or take .html"
        case .refused(let reason): "the PDF could not be drawn: \(reason); take .html"
        }
    }
}
