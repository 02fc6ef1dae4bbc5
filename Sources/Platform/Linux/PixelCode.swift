/// A V4L2 pixel format: four characters in one number, as `V4L2_PIX_FMT_…` of linux/videodev2.h.
public struct PixelCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// Little-endian characters.
    public let rawValue: UInt32

    /// Wraps the kernel's number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The code of four characters, shorter ones padded with spaces, as in `Y10`.
    public init(_ name: String) {
        let bytes = Array(name.utf8.prefix(4)) + Array(repeating: 0x20, count: 4)
        rawValue = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The characters, without trailing spaces; what cannot be printed as `?`.
    public var description: String {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (8 * UInt32($0))) }
        let text = bytes.map { (0x20..<0x7F).contains($0) ? Character(UnicodeScalar($0)) : "?" }
        return String(String(text).reversed().drop { $0 == " " }.reversed())
    }

    /// 8-bit grey.
    public static let grey = PixelCode("GREY")
    /// 10-bit grey in 16-bit words.
    public static let y10 = PixelCode("Y10")
    /// 12-bit grey in 16-bit words.
    public static let y12 = PixelCode("Y12")
    /// 16-bit grey.
    public static let y16 = PixelCode("Y16")
    /// Red, green, blue, 8 bits each.
    public static let rgb24 = PixelCode("RGB3")
    /// Blue, green, red, 8 bits each.
    public static let bgr24 = PixelCode("BGR3")
    /// 4:2:2, luma first.
    public static let yuyv = PixelCode("YUYV")
    /// 4:2:2, chroma first.
    public static let uyvy = PixelCode("UYVY")
    /// One JPEG picture per frame.
    public static let mjpeg = PixelCode("MJPG")
    /// One JPEG picture per frame, JFIF.
    public static let jpeg = PixelCode("JPEG")
}
