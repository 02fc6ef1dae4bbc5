#if Reports
internal import CCairo
#endif

/// Pages of one size, drawn from the top left in points, 1/72 inch.
///
/// The same calls give the same bytes, with the same fonts and libraries, where a date is set.
/// Thread-bound.
@safe public final class PDFDocument {
    /// What a document says of itself.
    public enum Property: Int32, Sendable {
        case title
        case author
        case subject
        case creator
        /// ISO 8601 without fractions of a second; without it the document bears the time of day.
        case date
    }

    /// Whether this build can make PDF at all.
    public static var isBuiltIn: Bool {
        #if Reports
        true
        #else
        false
        #endif
    }

    #if Reports
    /// Most bytes of text that are set at once; the rest is cut off.
    public static let textByteCountMax = 1 << 16

    private let handle: OpaquePointer
    // Begin of the first text with a sign that no font has.
    private var unreadableText: String?

    /// An empty document with one open page.
    ///
    /// - Parameters:
    ///   - width: of every page, points.
    ///   - height: of every page, points.
    /// - Throws: where there is no memory.
    public init(width: Double, height: Double) throws(PDFError) {
        guard let made = unsafe blisterd_pdf_new(width, height) else { throw .noMemory }
        unsafe handle = made
    }

    deinit { unsafe blisterd_pdf_free(handle) }

    /// Says something of the document; only before its first page is ended is it sure to be kept.
    public func describe(_ property: Property, _ text: String) {
        unsafe blisterd_pdf_describe(handle, property.rawValue, text.withoutNul)
    }

    /// Adds an entry to the table of contents that viewers show; `page` from 1, `y` from its top.
    public func outline(_ title: String, page: Int, y: Double) {
        unsafe blisterd_pdf_outline(handle, title.withoutNul, Int32(page), y)
    }

    /// Ends the page; the next begins.
    public func endPage() {
        unsafe blisterd_pdf_end_page(handle)
    }

    /// Ends the document.
    ///
    /// - Returns: the file.
    /// - Throws: what went wrong in any call before; `noGlyph` where a text would be boxes.
    public func finish() throws(PDFError) -> [UInt8] {
        if let unreadableText { throw .noGlyph(text: unreadableText) }
        var start: UnsafePointer<UInt8>?
        var count = 0
        if let reason = unsafe blisterd_pdf_finish(handle, &start, &count) {
            throw unsafe .refused(reason: String(cString: reason))
        }
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }

    /// Draws a line through `points`.
    ///
    /// - Parameters:
    ///   - points: from first to last; fewer than two draw nothing.
    ///   - width: of the line, points.
    ///   - colour: of the line.
    ///   - dash: length of dashes and gaps, points; 0 for a whole line.
    public func stroke(
        _ points: [(x: Double, y: Double)],
        width: Double,
        colour: PDFColour,
        dash: Double = 0
    ) {
        guard let first = points.first, points.count > 1 else { return }
        take(colour)
        unsafe blisterd_pdf_move(handle, first.x, first.y)
        for point in points.dropFirst() { unsafe blisterd_pdf_line(handle, point.x, point.y) }
        unsafe blisterd_pdf_stroke(handle, width, dash)
    }

    /// Fills a box.
    public func fillBox(
        x: Double,
        y: Double,
        width: Double,
        height: Double,
        colour: PDFColour
    ) {
        take(colour)
        unsafe blisterd_pdf_rectangle(handle, x, y, width, height)
        unsafe blisterd_pdf_fill(handle)
    }

    /// Fills a circle.
    public func fillCircle(x: Double, y: Double, radius: Double, colour: PDFColour) {
        take(colour)
        unsafe blisterd_pdf_circle(handle, x, y, radius)
        unsafe blisterd_pdf_fill(handle)
    }

    /// Draws a picture into a box.
    ///
    /// - Parameters:
    ///   - rgb: `columns * rows * 3` samples, row-major, interleaved; traps where fewer.
    ///   - columns: of the picture, 1...32 767.
    ///   - rows: of the picture, 1...32 767.
    ///   - jpeg: the same picture as JPEG, which the file then holds byte for byte; nil for none.
    ///   - x: left edge of the box.
    ///   - y: top edge of the box.
    ///   - width: of the box.
    ///   - height: of the box.
    /// - Returns: whether it was drawn.
    public func drawPicture(
        rgb: [UInt8],
        columns: Int,
        rows: Int,
        jpeg: [UInt8]?,
        x: Double,
        y: Double,
        width: Double,
        height: Double
    ) -> Bool {
        precondition(columns > 0 && rows > 0 && rgb.count >= columns * rows * 3)
        guard columns <= 32_767, rows <= 32_767 else { return false }
        return unsafe blisterd_pdf_picture(
            handle,
            rgb,
            Int32(columns),
            Int32(rows),
            jpeg ?? [],
            jpeg?.count ?? 0,
            x,
            y,
            width,
            height
        ) == 1
    }

    /// Sets `text` into lines of at most `width` points, or into one line where `width` is nil.
    ///
    /// - Throws: where there is no memory.
    public func layout(
        _ text: String,
        style: TextStyle,
        width: Double? = nil
    ) throws(PDFError) -> TextLayout {
        let bytes = Array(text.withoutNul.utf8.prefix(Self.textByteCountMax))
        // What the limit cut in two is no sign; Pango takes nothing but whole ones.
        let whole = String(decoding: bytes, as: UTF8.self)
        let made = unsafe blisterd_text_new(
            handle,
            whole,
            whole.utf8.count,
            style.family,
            style.size,
            style.isBold ? 1 : 0,
            width ?? -1,
            style.alignment.rawValue,
            style.isCut ? 1 : 0,
            style.language
        )
        guard let made = unsafe made else { throw .noMemory }
        if unreadableText == nil, unsafe blisterd_text_unknown(made) > 0 {
            unreadableText = String(whole.prefix(40))
        }
        return unsafe TextLayout(document: self, handle: made)
    }

    /// Draws text with its corner at left and top.
    public func draw(_ text: TextLayout, x: Double, y: Double, colour: PDFColour) {
        take(colour)
        unsafe blisterd_text_draw(handle, text.handle, x, y)
    }

    private func take(_ colour: PDFColour) {
        unsafe blisterd_pdf_colour(
            handle,
            Double(colour.red) / 255,
            Double(colour.green) / 255,
            Double(colour.blue) / 255
        )
    }
    #endif
}

#if Reports
extension String {
    // C ends a text at its first NUL.
    fileprivate var withoutNul: String { contains("\0") ? replacing("\0", with: "") : self }
}
#endif
