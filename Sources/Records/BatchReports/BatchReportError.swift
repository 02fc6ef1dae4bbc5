/// Why there is no report.
public enum BatchReportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file's name ends with neither form.
    case unknownForm(path: String)
    /// This build was made without the trait `Reports`.
    case leftOut(path: String)
    /// The report could not be drawn.
    case undrawn(reason: String)

    /// One line: file, what is wrong, cure.
    public var description: String {
        switch self {
        case .unknownForm(let path):
            "\(path): a batch report is written as .html or .pdf; end the name with one of them"
        case .leftOut(let path):
            "\(path): this build leaves PDF out; take .html, or build with the trait Reports"
        case .undrawn(let reason): "batch report: \(reason)"
        }
    }
}
