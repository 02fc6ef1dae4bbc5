#if Reports
internal import CCairo

/// Text set into lines by Pango: signs chosen, joined and wrapped for the language.
///
/// Belongs to the document that made it. Thread-bound.
@safe public final class TextLayout {
    let handle: OpaquePointer
    // The layout refers to the document's fonts.
    private let document: PDFDocument

    /// Width of the longest line, points.
    public let width: Double
    /// Height of all lines, points.
    public let height: Double
    /// From the top to the baseline of the first line, points.
    public let baseline: Double

    init(document: PDFDocument, handle: OpaquePointer) {
        unsafe self.handle = handle
        self.document = document
        var (width, height, baseline) = (0.0, 0.0, 0.0)
        unsafe blisterd_text_size(handle, &width, &height, &baseline)
        self.width = width
        self.height = height
        self.baseline = baseline
    }

    deinit { unsafe blisterd_text_free(handle) }
}
#endif
