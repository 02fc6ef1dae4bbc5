import Blister
import Correction
import Imaging
import Testing

@Suite struct FlatFieldTests {
    struct Noise: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test(arguments: [1, 15, 16, 37, 1400], [1, 3])
    func `the fast correction gives the bits of the slow one`(width: Int, channels: Int) {
        let seed = UInt64(width * 10 + channels)
        var random = Noise(state: seed)
        let count = width * channels
        let dark = (0..<count).map { _ in Float.random(in: 0...30, using: &random) }
        let gain = (0..<count).map { _ in Float.random(in: 0.3...3, using: &random) }
        let raw = (0..<(count * 5)).map { _ in UInt8.random(in: 0...255, using: &random) }
        var fast = [UInt8](repeating: 7, count: raw.count)
        ColumnCorrection.apply(raw, byteCount: raw.count, dark: dark, gain: gain, into: &fast)
        #expect(fast == ColumnCorrection.applySlowly(raw, dark: dark, gain: gain), "seed \(seed)")
    }

    @Test
    func `a shaded and noisy sensor becomes even, and dead columns are filled`() throws {
        var random = Noise(state: 11)
        let width = 200
        let shade = (0..<width).map { 1 - 0.4 * abs(Double($0) - 100) / 100 }
        let offsets = (0..<width).map { _ in Double.random(in: 2...12, using: &random) }
        func seen(_ light: Double, rows: Int) -> Image {
            var image = Image(width: width, height: rows, channels: 1, filledWith: 0)
            for y in 0..<rows {
                for x in 0..<width where x != 60 && x != 61 {
                    let value = light * shade[x] + offsets[x] + .random(in: -1...1, using: &random)
                    image[x, y] = UInt8(max(0, min(255, value.rounded())))
                }
            }
            return image
        }
        var calibration = Calibration(width: width, channels: 1)
        var dark = ReferenceRows(width: width, channels: 1)
        try dark.append(seen(0, rows: 64))
        try calibration.setDark(dark)
        var flat = ReferenceRows(width: width, channels: 1)
        try flat.append(seen(200, rows: 64))
        try calibration.setFlat(flat)
        #expect(calibration.deadColumns == [60, 61])
        let format = ChunkFormat(width: width, channels: 1, rowsMax: 32)
        let raw = Chunk<Raw>(format: format)
        raw.bytes = seen(120, rows: 32).pixels
        raw.header.validRows = 20
        raw.header.firstRow = 400
        let corrected = Chunk<Corrected>(format: format)
        try FlatField(calibration: calibration, format: format).apply(raw, into: corrected)
        #expect(corrected.header == raw.header)
        let middle = corrected.bytes[0..<(20 * width)]
        let low = try #require(middle.min())
        let high = try #require(middle.max())
        #expect(high - low <= 5, "from \(low) to \(high)")
        #expect(corrected.bytes[(20 * width)...].allSatisfy { $0 == 0xA5 })
    }

    @Test
    func `a calibration for another camera is refused`() {
        let calibration = Calibration(width: 100, channels: 1)
        #expect(throws: CalibrationError.otherWidth(calibration: 100, camera: 120)) {
            try FlatField(
                calibration: calibration,
                format: ChunkFormat(width: 120, channels: 1, rowsMax: 8)
            )
        }
        #expect(throws: CalibrationError.otherChannels(calibration: 1, camera: 3)) {
            try FlatField(
                calibration: calibration,
                format: ChunkFormat(width: 100, channels: 3, rowsMax: 8)
            )
        }
    }

    @Test
    func `references that are too few, too bright or too dark are refused`() throws {
        var calibration = Calibration(width: 50, channels: 1)
        var few = ReferenceRows(width: 50, channels: 1)
        try few.append(Image(width: 50, height: 3, channels: 1, filledWith: 100))
        #expect(throws: CalibrationError.fewRows(found: 3, needed: ReferenceRows.rowCountMin)) {
            try calibration.setFlat(few)
        }
        var bright = ReferenceRows(width: 50, channels: 1)
        try bright.append(Image(width: 50, height: 30, channels: 1, filledWith: 252))
        #expect(throws: CalibrationError.flatSaturated(column: 0, greyLevels: 252)) {
            try calibration.setFlat(bright)
        }
        #expect(throws: CalibrationError.darkTooBright(greyLevels: 252, allowed: 64)) {
            try calibration.setDark(bright)
        }
        var dim = ReferenceRows(width: 50, channels: 1)
        try dim.append(Image(width: 50, height: 30, channels: 1, filledWith: 9))
        #expect(throws: CalibrationError.flatTooDark(greyLevels: 9, needed: 40)) {
            try calibration.setFlat(dim)
        }
    }
}
