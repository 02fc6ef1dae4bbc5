/// An 8-bit picture, mono or colour.
///
/// Memory order: row-major, channels interleaved, no padding: the sample of channel `c` at column
/// `x` and row `y` is `pixels[(y * width + x) * channels + c]`. Colour is R, G, B in sRGB encoding.
/// Thread-safe as a value.
public struct Image: Sendable, Equatable {
    /// Columns; at least 1.
    public let width: Int
    /// Rows; at least 1.
    public let height: Int
    /// 1 (mono) or 3 (RGB).
    public let channels: Int
    /// `width * height * channels` samples.
    public var pixels: [UInt8]

    /// Wraps `pixels`; traps when their count does not fit or a side is not positive.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && (channels == 1 || channels == 3))
        precondition(pixels.count == width * height * channels)
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// A picture filled with `value`.
    public init(width: Int, height: Int, channels: Int, filledWith value: UInt8) {
        self.init(
            width: width,
            height: height,
            channels: channels,
            pixels: Array(repeating: value, count: width * height * channels)
        )
    }

    /// The sample of channel `channel` at column `x` and row `y`; traps outside.
    public subscript(x: Int, y: Int, channel: Int = 0) -> UInt8 {
        get { pixels[(y * width + x) * channels + channel] }
        set { pixels[(y * width + x) * channels + channel] = newValue }
    }
}
