#if Codes
internal import CZXing
#endif

/// A symbol as a picture, for tests and trials.
///
/// Thread-safe as a value.
public struct DrawnBarcode: Sendable, Equatable {
    private static let byteCountMax = 1 << 22

    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Rows without gaps: 0 where a module is dark, else 255, with a quiet zone around.
    public let pixels: [UInt8]

    /// Draws `text`; nil where `kind` has no symbol for it, or the build leaves codes out.
    ///
    /// - Parameters:
    ///   - kind: What to draw.
    ///   - text: What it says; a check digit is added where `kind` has one.
    ///   - modulePixels: Pixels of a module, at least 1.
    public init?(_ kind: Barcode.Kind, _ text: String, modulePixels: Int) {
        precondition(modulePixels >= 1)
        #if Codes
        var pixels = [UInt8](repeating: 255, count: Self.byteCountMax)
        var (width, height) = (Int32(0), Int32(0))
        let isDrawn = unsafe blisterd_draw_barcode(
            kind.bit,
            text,
            Int32(modulePixels),
            &pixels,
            pixels.count,
            &width,
            &height
        )
        guard isDrawn == 1 else { return nil }
        self.width = Int(width)
        self.height = Int(height)
        self.pixels = Array(pixels.prefix(self.width * self.height))
        #else
        return nil
        #endif
    }
}
