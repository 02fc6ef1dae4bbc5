internal import Blister
internal import Imaging
internal import Linux

/// Turns the pixels of one driver buffer into rows of a chunk.
///
/// Deeper grey is scaled to 8 bits with rounding: `(v * 255 + max / 2) / max` with max 1023, 4095 or
/// 65535. Mono from YUYV and UYVY is luma as delivered, never stretched; colour is BT.601, from full
/// or limited range as the driver says. Mono from RGB is BT.601 luma. Twin in tests: one pixel at a
/// time in floating point.
struct FrameDecoder: Sendable {
    let code: PixelCode
    let width: Int
    let channels: Int
    let isLimitedRange: Bool
    let bytesPerRow: Int
    private let table: [UInt8]

    /// Bytes of a row without padding; nil for formats that are not decoded here.
    static func rowByteCount(code: PixelCode, width: Int) -> Int? {
        switch code {
        case .grey: width
        case .y10, .y12, .y16: 2 * width
        case .rgb24, .bgr24: 3 * width
        case .yuyv, .uyvy: (width + 1) / 2 * 4
        case .mjpeg, .jpeg: 1
        default: nil
        }
    }

    init(code: PixelCode, width: Int, channels: Int, isLimitedRange: Bool, bytesPerRow: Int) {
        self.code = code
        self.width = width
        self.channels = channels
        self.isLimitedRange = isLimitedRange
        self.bytesPerRow = bytesPerRow
        let sampleMax =
            switch code {
            case .y10: 1023
            case .y12: 4095
            case .y16: 65535
            default: 0
            }
        table =
            sampleMax == 0
            ? []
            : (0...65535).map { UInt8((min($0, sampleMax) * 255 + sampleMax / 2) / sampleMax) }
    }

    var isCompressed: Bool { code == .mjpeg || code == .jpeg }

    /// Writes `rows` rows to the start of `target`; allocates nothing but inside libjpeg.
    ///
    /// - Returns: the rows that were written; fewer for a shorter JPEG.
    func decode(
        _ source: Span<UInt8>,
        rows: Int,
        into target: inout [UInt8],
        name: String
    ) throws(PictureError) -> Int {
        guard !isCompressed else {
            let size = ImageSize(width: width, height: rows, channels: channels)
            return try JPEG.decode(source, into: &target, format: size, name: name)
        }
        for row in 0..<rows {
            let start = row * bytesPerRow
            let end = min(start + bytesPerRow, source.count)
            let from = source.extracting(start..<end)
            let offset = row * width * channels
            switch code {
            case .grey: copyGrey(from, &target, offset)
            case .y10, .y12, .y16: scaleGrey(from, &target, offset)
            case .rgb24: copyColour(from, &target, offset, red: 0, blue: 2)
            case .bgr24: copyColour(from, &target, offset, red: 2, blue: 0)
            case .yuyv: convertPairs(from, &target, offset, luma: 0, chroma: 1)
            default: convertPairs(from, &target, offset, luma: 1, chroma: 0)
            }
        }
        return rows
    }

    private func copyGrey(_ source: Span<UInt8>, _ target: inout [UInt8], _ offset: Int) {
        if channels == 1 {
            for x in 0..<width { target[offset + x] = source[x] }
        } else {
            for x in 0..<width { setGrey(source[x], &target, offset + 3 * x) }
        }
    }

    private func scaleGrey(_ source: Span<UInt8>, _ target: inout [UInt8], _ offset: Int) {
        for x in 0..<width {
            let sample = table[Int(source[2 * x]) | Int(source[2 * x + 1]) << 8]
            if channels == 1 {
                target[offset + x] = sample
            } else {
                setGrey(sample, &target, offset + 3 * x)
            }
        }
    }

    private func copyColour(
        _ source: Span<UInt8>,
        _ target: inout [UInt8],
        _ offset: Int,
        red: Int,
        blue: Int
    ) {
        for x in 0..<width {
            let (r, g, b) = (source[3 * x + red], source[3 * x + 1], source[3 * x + blue])
            if channels == 1 {
                let luma = 19595 * UInt32(r) + 38470 * UInt32(g) + 7471 * UInt32(b) + 32768
                target[offset + x] = UInt8(luma >> 16)
            } else {
                target[offset + 3 * x] = r
                target[offset + 3 * x + 1] = g
                target[offset + 3 * x + 2] = b
            }
        }
    }

    /// Converts rows in which two pixels share one pair of chroma samples, U first.
    ///
    /// Fixed point with 16 fraction bits.
    private func convertPairs(
        _ source: Span<UInt8>,
        _ target: inout [UInt8],
        _ offset: Int,
        luma: Int,
        chroma: Int
    ) {
        for x in 0..<width {
            let pair = x / 2 * 4
            let y = source[pair + luma + 2 * (x & 1)]
            guard channels == 3 else {
                target[offset + x] = y
                continue
            }
            let u = Int(source[pair + chroma]) - 128
            let v = Int(source[pair + chroma + 2]) - 128
            let base = isLimitedRange ? (Int(y) - 16) * 76309 : Int(y) << 16
            let (vRed, uGreen, vGreen, uBlue) =
                isLimitedRange
                ? (104597, -25675, -53279, 132201) : (91881, -22554, -46802, 116130)
            target[offset + 3 * x] = clamped(base + vRed * v)
            target[offset + 3 * x + 1] = clamped(base + uGreen * u + vGreen * v)
            target[offset + 3 * x + 2] = clamped(base + uBlue * u)
        }
    }

    private func clamped(_ fixed: Int) -> UInt8 { UInt8(max(0, min(255, (fixed + 32768) >> 16))) }

    private func setGrey(_ sample: UInt8, _ target: inout [UInt8], _ offset: Int) {
        target[offset] = sample
        target[offset + 1] = sample
        target[offset + 2] = sample
    }
}
