internal import CPNG

/// Portable Network Graphics through libpng.
enum PNG {
    /// The size an IHDR chunk states; the palette counts as colour.
    static func size(_ bytes: [UInt8], file: String) throws(PictureError) -> ImageSize {
        guard bytes.count >= 33 else { throw PictureError(file: file, fault: .truncated) }
        func word(_ offset: Int) -> Int {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        guard bytes[12..<16].elementsEqual(Array("IHDR".utf8)) else {
            throw PictureError(file: file, fault: .corrupt(reason: "no IHDR chunk comes first"))
        }
        let isGrey = bytes[25] == 0 || bytes[25] == 4
        return ImageSize(width: word(16), height: word(20), channels: isGrey ? 1 : 3)
    }

    static func decode(
        _ bytes: [UInt8],
        size: ImageSize,
        file: String
    ) throws(PictureError) -> Image {
        let count = size.width * size.height * size.channels
        // Deflate packs at most 1032 to 1, and a sample has at least one bit: a short file that
        // claims more is not worth the memory.
        guard size.width * size.height / 8 / 1032 <= bytes.count else {
            throw PictureError(file: file, fault: .truncated)
        }
        var status = CPNG_OK
        var message: [CChar] = Array(repeating: 0, count: 256)
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            unsafe target.initialize(repeating: 0)
            let code = unsafe cpng_decode(
                bytes,
                bytes.count,
                target.baseAddress,
                count,
                Int32(size.channels),
                &message
            )
            status = numericCast(code)
            filled = count
        }
        try check(status, message, file: file)
        return Image(
            width: size.width,
            height: size.height,
            channels: size.channels,
            pixels: pixels
        )
    }

    /// Encodes `image`; `level` is zlib's, 1 (fast) to 9 (small), or 0 for libpng's own choice.
    static func encode(
        _ image: Image,
        level: Int = 0,
        file: String
    ) throws(PictureError) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        var count = 0
        var message: [CChar] = Array(repeating: 0, count: 256)
        let status = unsafe cpng_encode(
            image.pixels,
            UInt32(image.width),
            UInt32(image.height),
            Int32(image.channels),
            Int32(level),
            &output,
            &count,
            &message
        )
        defer { unsafe cpng_free(output) }
        try check(numericCast(status), message, file: file)
        return unsafe Array(UnsafeBufferPointer(start: output, count: count))
    }

    private static func check(
        _ status: Int,
        _ message: [CChar],
        file: String
    ) throws(PictureError) {
        switch status {
        case CPNG_OK: return
        case CPNG_TRUNCATED: throw PictureError(file: file, fault: .truncated)
        case CPNG_MEMORY: throw PictureError(file: file, fault: .outOfMemory)
        default:
            throw PictureError(file: file, fault: .corrupt(reason: decoderText(message)))
        }
    }
}

/// A C decoder's message as Swift text, without line breaks.
func decoderText(_ message: [CChar]) -> String {
    let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
