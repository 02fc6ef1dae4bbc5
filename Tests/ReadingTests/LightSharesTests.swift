import Braille
import Glibc
import Imaging
import Shading
import Simulation
import Testing

/// Slopes and Braille where nothing is known of the light, or too little.
struct LightSharesTests {
    private static let side = 240

    /// Slopes of a field of bumps, across and downwards, 0.3 at the steepest.
    private static func slope(_ x: Int, _ y: Int) -> SIMD2<Double> {
        let u = Double(x % 40) - 20
        let v = Double(y % 40) - 20
        return SIMD2(u, v) * (-0.07 * exp(-(u * u + v * v) / 50))
    }

    /// The field under `lights`, dense print on it, each light stronger towards its own side.
    private static func pictures(_ lights: [LightDirection]) -> [Plane] {
        lights.enumerated().map { k, light in
            var picture = Plane(width: side, height: side, filledWith: 0)
            for y in 0..<side {
                for x in 0..<side {
                    let slope = slope(x, y)
                    let facing = light.z - slope.x * light.x + slope.y * light.y
                    let length = (1 + (slope * slope).sum()).squareRoot()
                    let print = (x / 9 + y / 7) % 3 == 0 ? 0.25 : 0.9
                    let far = 1 + 0.3 * (light.x * Double(x) - light.y * Double(y)) / Double(side)
                    let strength = 150 * (1 - 0.1 * Double(k % 3)) * far
                    picture.values[y * side + x] = Float(strength * print * max(0, facing) / length)
                }
            }
            return picture
        }
    }

    private static func lights(_ count: Int) -> [LightDirection] {
        (0..<count).map { k in
            let turn = 0.4 + 2 * Double.pi * Double(k) / Double(count)
            return LightDirection(x: 0.7 * cos(turn), y: 0.7 * sin(turn), z: 0.714)
        }
    }

    /// How alike the slopes found and the true ones are, −1...1, and their ratio.
    private static func likeness(
        _ found: SlopeField
    ) -> (across: Double, along: Double, ratio: Double) {
        func compare(_ plane: Plane, _ part: KeyPath<SIMD2<Double>, Double>) -> SIMD3<Double> {
            var sums = SIMD3<Double>.zero
            for y in 20..<(side - 20) {
                for x in 20..<(side - 20) {
                    let (one, other) = (Double(plane[x, y]), slope(x, y)[keyPath: part])
                    sums += SIMD3(one * other, one * one, other * other)
                }
            }
            return sums
        }
        let across = compare(found.across, \.x)
        let along = compare(found.along, \.y)
        return (
            across.x / (across.y * across.z).squareRoot(),
            along.x / (along.y * along.z).squareRoot(),
            across.x / across.z
        )
    }

    @Test(arguments: [3, 4, 7])
    func `known lights give slopes to scale, however uneven`(count: Int) throws {
        let lights = Self.lights(count)
        let set = try #require(LightSet(lights))
        let shares = LightShares(Self.pictures(lights))
        let found = Self.likeness(try #require(shares.slopes(under: set)))
        #expect(found.across > 0.98 && found.along > 0.98, "\(found)")
        #expect(abs(found.ratio - 1) < 0.1, "\(found)")
        let fewer = try #require(LightSet(Self.lights(count + 1)))
        #expect(shares.slopes(under: fewer) == nil)
    }

    @Test(arguments: [3, 4, 7])
    func `unknown lights give slopes but for sign and scale`(count: Int) throws {
        let shares = LightShares(Self.pictures(Self.lights(count)))
        let found = Self.likeness(try #require(shares.slopes()))
        #expect(abs(found.across) > 0.95 && abs(found.along) > 0.95, "\(found)")
        #expect(found.across * found.along > 0, "\(found)")
    }

    @Test
    func `two pictures, or three alike, show no slopes`() {
        let pictures = Self.pictures(Self.lights(3))
        #expect(LightShares(Array(pictures[..<2])).slopes() == nil)
        #expect(BrailleReader().read([pictures[0], pictures[0], pictures[0]]).isEmpty)
        let black = Plane(width: 64, height: 64, filledWith: 0)
        #expect(BrailleReader().read([black, black, black]).isEmpty)
    }

    @Test(arguments: [20_271, 20_272] as [UInt64])
    func `a single word is read under known and unknown lights`(seed: UInt64) throws {
        print("seed \(seed)")
        // aspirin
        let word: [UInt8] = [
            0b000001, 0b001110, 0b001111, 0b001010, 0b010111, 0b001010, 0b011101,
        ]
        let scenario = CartonScenario(seed: seed, lines: [word])
        let (planes, set) = try EmbossedCarton(scenario).pictures()
        let normals = PhotometricStereo(set).normals(planes)
        let known = BrailleReader().read(planes, under: set, normals: normals).readings
        #expect(known.first { $0.side == .recto }?.lines == [word])
        #expect(BrailleReader().read(planes).first?.lines == [word])
    }
}
