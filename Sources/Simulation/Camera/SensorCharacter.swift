internal import Foundation

/// Column gains, dark levels and noise of the sensor, and how it codes light.
struct SensorCharacter: Sendable {
    /// Relative gain per group of eight columns.
    let gains: [SIMD8<Float>]
    /// Dark level in units of full scale, likewise.
    let darks: [SIMD8<Float>]
    let readVariance: Float
    let shotVariance: Float
    /// Code for light in steps of 1/4095 of full scale; the identity for mono.
    let codes: [UInt8]

    init(scenario: TwinScenario) {
        let camera = scenario.camera
        let width = scenario.width
        var gains: [SIMD8<Float>] = []
        var darks: [SIMD8<Float>] = []
        for group in 0..<width / 8 {
            var gain = SIMD8<Float>(repeating: 1)
            var dark = SIMD8<Float>(repeating: 0)
            for lane in 0..<8 {
                let column = group * 8 + lane
                var draw = Draw(seed: scenario.seed, .camera, column)
                let place = Float(column) / Float(width) * 2 - 1
                let fall = 1 - camera.vignetting * place * place * (0.55 + 0.45 * place * place)
                gain[lane] = fall * (1 + camera.gainSpread * Float(draw.normal()))
                dark[lane] =
                    max(0, camera.darkLevel + camera.darkSpread * Float(draw.normal())) / 255
            }
            gains.append(gain)
            darks.append(dark)
        }
        self.gains = gains
        self.darks = darks
        readVariance = camera.readNoise * camera.readNoise / (255 * 255)
        shotVariance = camera.shotNoise / 255
        codes = (0..<4096).map { step in
            let light = Double(step) / 4095
            guard scenario.channels == 3 else { return UInt8((light * 255).rounded()) }
            let coded = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
            return UInt8((coded * 255).rounded())
        }
    }

    /// Near-normal noise of deviation 1 for eight pixels, cut off at 3.46.
    @inline(__always)
    static func noise(_ columns: SIMD8<UInt32>, _ key: UInt32) -> SIMD8<Float> {
        var h = (columns &* 0x9E37_79B1) ^ key
        h ^= h &>> 16
        h = h &* 0x85EB_CA6B
        h ^= h &>> 13
        h = h &* 0xC2B2_AE35
        h ^= h &>> 16
        let byte = SIMD8<UInt32>(repeating: 0xFF)
        let sum = (h & byte) &+ ((h &>> 8) & byte) &+ ((h &>> 16) & byte) &+ (h &>> 24)
        var noise = SIMD8<Float>()
        for lane in 0..<8 { noise[lane] = Float(Int32(truncatingIfNeeded: sum[lane])) }
        return (noise - 510) * (1.7320508 / 256)
    }
}
