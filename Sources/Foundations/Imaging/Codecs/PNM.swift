/// Portable any map: P2, P3 (text), P5, P6 (binary), 8 and 16 bits a sample.
///
/// Source: pgm(5) and ppm(5) of Netpbm. Samples are scaled by 255 / maxval with rounding.
enum PNM {
    struct Header {
        var size: ImageSize
        var isText: Bool
        var sampleMax: Int
        /// Where the samples begin.
        var offset: Int
    }

    static func header(_ bytes: [UInt8], file: String) throws(PictureError) -> Header {
        let kind = bytes.count > 1 ? bytes[1] : 0
        guard [0x32, 0x33, 0x35, 0x36].contains(kind) else {
            let name = kind == 0x37 ? "a PAM picture" : "a PNM bitmap of one bit"
            throw PictureError(file: file, fault: .unsupported(variant: name))
        }
        var scanner = Scanner(bytes: bytes, offset: 2, file: file)
        let width = try scanner.number(max: Int(Int32.max))
        let height = try scanner.number(max: Int(Int32.max))
        let sampleMax = try scanner.number(max: 65535)
        guard sampleMax > 0 else {
            throw PictureError(file: file, fault: .corrupt(reason: "its largest sample is 0"))
        }
        let isText = kind < 0x35
        let size = ImageSize(
            width: width,
            height: height,
            channels: kind == 0x32 || kind == 0x35 ? 1 : 3
        )
        // Exactly one white space parts the header from binary samples.
        return Header(
            size: size,
            isText: isText,
            sampleMax: sampleMax,
            offset: scanner.offset + 1
        )
    }

    static func decode(_ bytes: [UInt8], file: String) throws(PictureError) -> Image {
        let header = try header(bytes, file: file)
        let size = header.size
        let count = size.width * size.height * size.channels
        let sampleByteCount = header.isText ? 1 : (header.sampleMax > 255 ? 2 : 1)
        guard bytes.count - header.offset >= count * sampleByteCount else {
            throw PictureError(file: file, fault: .truncated)
        }
        let samples: [UInt8]
        if header.isText {
            samples = try textSamples(bytes, header: header, count: count, file: file)
        } else if header.sampleMax == 255 {
            samples = Array(bytes[header.offset..<header.offset + count])
        } else {
            samples = try binarySamples(bytes, header: header, count: count, file: file)
        }
        return Image(
            width: size.width,
            height: size.height,
            channels: size.channels,
            pixels: samples
        )
    }

    static func encode(_ image: Image) -> [UInt8] {
        let kind = image.channels == 1 ? "P5" : "P6"
        return Array("\(kind)\n\(image.width) \(image.height)\n255\n".utf8) + image.pixels
    }

    private static func textSamples(
        _ bytes: [UInt8],
        header: Header,
        count: Int,
        file: String
    ) throws(PictureError) -> [UInt8] {
        var samples = [UInt8](repeating: 0, count: count)
        var scanner = Scanner(bytes: bytes, offset: header.offset - 1, file: file)
        for index in 0..<count {
            samples[index] = scaled(
                try scanner.number(max: header.sampleMax),
                sampleMax: header.sampleMax
            )
        }
        return samples
    }

    private static func binarySamples(
        _ bytes: [UInt8],
        header: Header,
        count: Int,
        file: String
    ) throws(PictureError) -> [UInt8] {
        let isWide = header.sampleMax > 255
        let table = (0...header.sampleMax).map { scaled($0, sampleMax: header.sampleMax) }
        var samples = [UInt8](repeating: 0, count: count)
        for index in 0..<count {
            let value =
                isWide
                ? Int(bytes[header.offset + 2 * index]) << 8
                    | Int(bytes[header.offset + 2 * index + 1])
                : Int(bytes[header.offset + index])
            guard value <= header.sampleMax else {
                throw PictureError(
                    file: file,
                    fault: .corrupt(reason: "sample \(value) is over \(header.sampleMax)")
                )
            }
            samples[index] = table[value]
        }
        return samples
    }

    private static func scaled(_ value: Int, sampleMax: Int) -> UInt8 {
        UInt8((value * 255 + sampleMax / 2) / sampleMax)
    }
}

/// Reads the decimal numbers of a PNM file, skipping white space and comments.
private struct Scanner {
    let bytes: [UInt8]
    var offset: Int
    let file: String

    mutating func number(max: Int) throws(PictureError) -> Int {
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "#") {
                while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
            } else if bytes[offset] == 0x20 || (0x09...0x0D).contains(bytes[offset]) {
                offset += 1
            } else {
                break
            }
        }
        guard offset < bytes.count else { throw PictureError(file: file, fault: .truncated) }
        let start = offset
        var value = 0
        while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) {
            value = value * 10 + Int(bytes[offset] - 0x30)
            offset += 1
            guard value <= max else {
                throw PictureError(
                    file: file,
                    fault: .corrupt(reason: "a number at byte \(start) is over \(max)")
                )
            }
        }
        guard offset > start else {
            throw PictureError(
                file: file,
                fault: .corrupt(reason: "there is no number at byte \(start)")
            )
        }
        return value
    }
}
