internal import Cairo

/// A form that a batch report is written in.
public enum BatchReportForm: String, Sendable, CaseIterable {
    /// One HTML file: no script, nothing loaded from elsewhere, prints on A4.
    case html
    /// PDF on A4; only in builds with the trait `Reports`.
    case pdf

    /// Most pictures of rejects that a report shows.
    public static let pictureCountMax = 24

    /// Forms that this build can write.
    public static var builtIn: [BatchReportForm] {
        PDFDocument.isBuiltIn ? allCases : [.html]
    }

    /// The form that the ending of `path` asks for.
    ///
    /// - Throws: where it asks for none, or for one that this build leaves out.
    public init(path: String) throws(BatchReportError) {
        let name = path.split(separator: "/").last ?? ""
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard name.contains("."), let form = Self(rawValue: ending == "htm" ? "html" : ending)
        else {
            throw .unknownForm(path: path)
        }
        guard Self.builtIn.contains(form) else { throw .leftOut(path: path) }
        self = form
    }

    /// The report as a file.
    ///
    /// The same content gives the same bytes; those of a PDF also need the same fonts and libraries.
    /// - Parameters:
    ///   - content: what it says.
    ///   - language: its language; values keep the one they have.
    /// - Returns: the whole file.
    /// - Throws: where a PDF cannot be drawn, or this build leaves PDF out.
    public func file(
        of content: BatchReportContent,
        language: ReportLanguage
    ) throws(BatchReportError) -> [UInt8] {
        let document = ReportComposer(content: content, language: language).document()
        switch self {
        case .html: return Array(HTMLPage(document: document).text.utf8)
        case .pdf:
            #if Reports
            do {
                return try PDFPages.file(of: document)
            } catch {
                throw .undrawn(reason: "\(error)")
            }
            #else
            throw .undrawn(reason: "\(PDFError.leftOut)")
            #endif
        }
    }
}
