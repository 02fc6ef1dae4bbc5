internal import CJPEG

/// JPEG through libjpeg; accurate integer transform, so equal bytes give equal pixels.
public enum JPEG {
    static func size(_ bytes: [UInt8], file: String) throws(PictureError) -> ImageSize {
        var width: UInt32 = 0
        var height: UInt32 = 0
        var channels: Int32 = 0
        var message: [CChar] = Array(repeating: 0, count: 256)
        let status = unsafe cjpeg_size(
            bytes,
            bytes.count,
            &width,
            &height,
            &channels,
            &message
        )
        try check(status, message, file: file)
        return ImageSize(width: Int(width), height: Int(height), channels: Int(channels))
    }

    static func decode(
        _ bytes: [UInt8],
        size: ImageSize,
        file: String
    ) throws(PictureError) -> Image {
        var pixels = [UInt8](repeating: 0, count: size.width * size.height * size.channels)
        let format = ImageSize(width: size.width, height: size.height, channels: size.channels)
        let rows = try decode(bytes.span, into: &pixels, format: format, name: file)
        guard rows == size.height else { throw PictureError(file: file, fault: .truncated) }
        return Image(
            width: size.width,
            height: size.height,
            channels: size.channels,
            pixels: pixels
        )
    }

    /// Decodes one JPEG picture, such as an MJPEG frame, into the start of `pixels`.
    ///
    /// - Parameters:
    ///   - bytes: the whole JPEG stream.
    ///   - pixels: at least `format.width * format.height * format.channels` samples, row-major.
    ///   - format: the expected columns, the most rows, and 1 or 3 channels to convert to.
    ///   - name: names the stream in errors.
    /// - Returns: the rows that were decoded.
    /// - Throws: also when any part of the entropy-coded data is missing or damaged.
    public static func decode(
        _ bytes: Span<UInt8>,
        into pixels: inout [UInt8],
        format: ImageSize,
        name: String
    ) throws(PictureError) -> Int {
        precondition(pixels.count >= format.width * format.height * format.channels)
        precondition(format.channels == 1 || format.channels == 3)
        var rows: UInt32 = 0
        var status: Int32 = 0
        var message: [CChar] = Array(repeating: 0, count: 256)
        unsafe bytes.withUnsafeBufferPointer { source in
            unsafe pixels.withUnsafeMutableBufferPointer { target in
                status = unsafe cjpeg_decode(
                    source.baseAddress,
                    source.count,
                    target.baseAddress,
                    UInt32(format.width),
                    UInt32(format.height),
                    Int32(format.channels),
                    &rows,
                    &message
                )
            }
        }
        try check(status, message, file: name)
        return Int(rows)
    }

    static func encode(
        _ image: Image,
        quality: Int,
        file: String
    ) throws(PictureError) -> [UInt8] {
        precondition((1...100).contains(quality))
        guard image.width <= 65500, image.height <= 65500 else {
            throw PictureError(
                file: file,
                fault: .unsupported(variant: "over 65500 pixels long as JPEG")
            )
        }
        var output: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message: [CChar] = Array(repeating: 0, count: 256)
        let status = unsafe cjpeg_encode(
            image.pixels,
            UInt32(image.width),
            UInt32(image.height),
            Int32(image.channels),
            Int32(quality),
            &output,
            &count,
            &message
        )
        defer { unsafe cjpeg_free(output) }
        try check(status, message, file: file)
        return unsafe Array(UnsafeBufferPointer(start: output, count: count))
    }

    private static func check(
        _ status: Int32,
        _ message: [CChar],
        file: String
    ) throws(PictureError) {
        switch Int(status) {
        case CJPEG_OK: return
        case CJPEG_TRUNCATED: throw PictureError(file: file, fault: .truncated)
        case CJPEG_MEMORY: throw PictureError(file: file, fault: .outOfMemory)
        case CJPEG_CMYK: throw PictureError(file: file, fault: .unsupported(variant: "a CMYK JPEG"))
        default:
            throw PictureError(file: file, fault: .corrupt(reason: decoderText(message)))
        }
    }
}
