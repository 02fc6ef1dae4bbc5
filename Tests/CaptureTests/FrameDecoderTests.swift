import Imaging
import Linux
import Testing

@testable import Capture

struct FrameDecoderTests {
    static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    /// One pixel in floating point, straight from the definition of each format.
    static func twin(
        _ row: ArraySlice<UInt8>,
        _ x: Int,
        code: PixelCode,
        isLimited: Bool
    ) -> (red: Double, green: Double, blue: Double) {
        func at(_ index: Int) -> Double { Double(row[row.startIndex + index]) }
        func grey(_ value: Double) -> (Double, Double, Double) { (value, value, value) }
        func pairs(_ luma: Int, _ chroma: Int) -> (Double, Double, Double) {
            let base = x / 2 * 4
            let scale = isLimited ? 255.0 / 219 : 1
            let colour = isLimited ? 255.0 / 224 : 1
            let y = (at(base + luma + x % 2 * 2) - (isLimited ? 16 : 0)) * scale
            let u = (at(base + chroma) - 128) * colour
            let v = (at(base + chroma + 2) - 128) * colour
            let rgb = (y + 1.402 * v, y - 0.344136 * u - 0.714136 * v, y + 1.772 * u)
            func clamp(_ value: Double) -> Double { max(0, min(255, value)) }
            return (clamp(rgb.0), clamp(rgb.1), clamp(rgb.2))
        }
        let word = row.count >= 2 * x + 2 ? at(2 * x) + 256 * at(2 * x + 1) : 0
        return switch code {
        case .grey: grey(at(x))
        case .y10: grey(min(word, 1023) * 255 / 1023)
        case .y12: grey(min(word, 4095) * 255 / 4095)
        case .y16: grey(word * 255 / 65535)
        case .rgb24: (at(3 * x), at(3 * x + 1), at(3 * x + 2))
        case .bgr24: (at(3 * x + 2), at(3 * x + 1), at(3 * x))
        case .yuyv: pairs(0, 1)
        default: pairs(1, 0)
        }
    }

    @Test(arguments: [
        PixelCode.grey, .y10, .y12, .y16, .rgb24, .bgr24, .yuyv, .uyvy,
    ])
    func `every format agrees with its slow twin`(code: PixelCode) throws {
        for (width, isLimited, seed) in [(6, true, 1), (7, false, 2)] {
            let rowByteCount = try #require(FrameDecoder.rowByteCount(code: code, width: width))
            let pitch = rowByteCount + 5
            let bytes = Self.noise(3 * pitch, seed: UInt64(seed))
            let decoder = FrameDecoder(
                code: code,
                width: width,
                channels: 3,
                isLimitedRange: isLimited,
                bytesPerRow: pitch
            )
            var target = [UInt8](repeating: 7, count: width * 9)
            #expect(try decoder.decode(bytes.span, rows: 3, into: &target, name: "noise") == 3)
            for index in 0..<3 * width {
                let (y, x) = (index / width, index % width)
                let row = bytes[y * pitch..<y * pitch + rowByteCount]
                let expected = Self.twin(row, x, code: code, isLimited: isLimited)
                let found = target[3 * index..<3 * index + 3].map(Double.init)
                #expect(abs(found[0] - expected.red) < 0.51, "seed \(seed) x \(x) y \(y)")
                #expect(abs(found[1] - expected.green) < 0.51, "seed \(seed) x \(x) y \(y)")
                #expect(abs(found[2] - expected.blue) < 0.51, "seed \(seed) x \(x) y \(y)")
            }
        }
    }

    @Test func `mono from colour formats is luma`() throws {
        func mono(_ code: PixelCode, _ bytes: [UInt8]) throws -> [UInt8] {
            let decoder = FrameDecoder(
                code: code,
                width: 2,
                channels: 1,
                isLimitedRange: true,
                bytesPerRow: bytes.count
            )
            var target: [UInt8] = [0, 0]
            _ = try decoder.decode(bytes.span, rows: 1, into: &target, name: "mono")
            return target
        }
        #expect(try mono(.yuyv, [20, 90, 200, 100]) == [20, 200])
        #expect(try mono(.uyvy, [90, 20, 100, 200]) == [20, 200])
        #expect(try mono(.rgb24, [255, 0, 0, 0, 255, 0]) == [76, 150])
        #expect(try mono(.bgr24, [0, 0, 255, 0, 255, 0]) == [76, 150])
    }

    @Test func `a whole MJPEG frame is decoded and a cut one is damaged`() throws {
        let image = Image(width: 16, height: 8, channels: 1, filledWith: 90)
        let bytes = try image.jpegData(quality: 95)
        let decoder = FrameDecoder(
            code: .mjpeg,
            width: 16,
            channels: 3,
            isLimitedRange: false,
            bytesPerRow: 1
        )
        var target = [UInt8](repeating: 0, count: 16 * 8 * 3)
        #expect(try decoder.decode(bytes.span, rows: 8, into: &target, name: "frame") == 8)
        #expect(target.allSatisfy { abs(Int($0) - 90) <= 1 })
        let cut = Array(bytes.dropLast(bytes.count / 8))
        #expect(throws: PictureError.self) {
            try decoder.decode(cut.span, rows: 8, into: &target, name: "frame")
        }
    }
}
