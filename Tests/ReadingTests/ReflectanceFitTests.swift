import Glibc
import Imaging
import Testing

@testable import Shading

/// Bodies and boards that do not answer light by Lambert's law, under lights that are near, uneven
/// and not quite where they are said to be.
struct ReflectanceFitTests {
    private static let side = 120
    private static let sphere = Sphere(x: 60, y: 60, radius: 52)

    private static func lights(_ count: Int) -> [LightDirection] {
        (0..<count).map { k in
            let turn = 2 * Double.pi * Double(k) / Double(count)
            let slant = k % 2 == 0 ? 0.35 : 0.75
            return LightDirection(
                x: slant * cos(turn),
                y: slant * sin(turn),
                z: (1 - slant * slant).squareRoot()
            )
        }
    }

    /// The level, 0...255, of a surface at `place` (in halves of the picture) that faces `normal`.
    private static func level(
        _ normal: SIMD3<Double>,
        _ place: SIMD3<Double>,
        _ light: LightDirection,
        distance: Double,
        curve: Double,
        gloss: Double,
        ambient: Double
    ) -> Float {
        let way = light.vector * distance - place
        let square = (way * way).sum()
        let towards = way / square.squareRoot()
        let power = light.intensity * distance * distance / square
        let cosine = max((normal * towards).sum(), 0)
        // Phong's mirrored lobe, which is none of the fit's.
        let mirrored = max(2 * normal.z * (normal * towards).sum() - towards.z, 0)
        let shine = cosine > 0 ? gloss * pow(mirrored, 12) : 0
        let whole = 0.62 * (power * (cosine + shine) + ambient)
        return Float((255 * pow(min(whole, 1), 1 / curve)).rounded())
    }

    private static func body(_ light: LightDirection, curve: Double) -> Plane {
        var plane = Plane(width: side, height: side, filledWith: 4)
        for y in 0..<side {
            for x in 0..<side {
                guard let normal = sphere.normal(x: Double(x) + 0.5, y: Double(y) + 0.5) else {
                    continue
                }
                let place = normal * (sphere.radius / Double(side) * 2)
                plane[x, y] = level(
                    normal,
                    SIMD3(place.x, place.y, 0),
                    light,
                    distance: 15,
                    curve: curve,
                    gloss: 0.3,
                    ambient: 0.04
                )
            }
        }
        return plane
    }

    private static func angle(
        _ field: NormalField,
        _ x: Int,
        _ y: Int,
        _ normal: SIMD3<Double>
    ) -> Double {
        let found = SIMD3(Double(field.x[x, y]), Double(field.y[x, y]), Double(field.z[x, y]))
        return acos(min((found * normal).sum(), 1)) * 180 / Double.pi
    }

    @Test(arguments: [(12, 1.0), (12, 2.2), (6, 1.0), (5, 1.4), (4, 1.0)])
    func `a glossy sphere under near and uneven lights gives its normals`(
        count: Int,
        curve: Double
    ) throws {
        let told = Self.lights(count)
        let real = told.enumerated().map { k, light in
            LightDirection(
                x: light.x + 0.015 * sin(Double(3 * k)),
                y: light.y + 0.015 * cos(Double(5 * k)),
                z: light.z,
                intensity: 1 + 0.1 * sin(Double(7 * k))
            )
        }
        let set = try #require(LightSet(told))
        let field = PhotometricStereo(set).normals(real.map { Self.body($0, curve: curve) })
        var (sum, total) = (0.0, 0.0)
        for y in 0..<Self.side {
            for x in 0..<Self.side {
                guard let normal = Self.sphere.normal(x: Double(x) + 0.5, y: Double(y) + 0.5) else {
                    continue
                }
                sum += Self.angle(field, x, y, normal)
                total += 1
            }
        }
        #expect(sum / total < 3.5, "\(sum / total) degrees")
    }

    @Test func `a flat board under near lights is flat, and a bump keeps its slope`() throws {
        let told = Self.lights(8)
        let set = try #require(LightSet(told))
        // A cone of one in five over a printed board.
        func normal(_ x: Int, _ y: Int) -> SIMD3<Double> {
            let (right, up) = (Double(x) - 59.5, 59.5 - Double(y))
            let far = (right * right + up * up).squareRoot()
            guard far > 2, far < 14 else { return SIMD3(0, 0, 1) }
            let leaning = SIMD3(0.2 * right / far, 0.2 * up / far, 1)
            return leaning / (leaning * leaning).sum().squareRoot()
        }
        let pictures = told.map { light in
            var plane = Plane(width: Self.side, height: Self.side, filledWith: 0)
            for y in 0..<Self.side {
                for x in 0..<Self.side {
                    let place = SIMD3(Double(x) - 59.5, 59.5 - Double(y), 0) / 60
                    let ink: Float = (x / 24 + y / 24) % 2 == 0 ? 1 : 0.6
                    let level = Self.level(
                        normal(x, y),
                        place,
                        light,
                        distance: 4,
                        curve: 1,
                        gloss: 0,
                        ambient: 0
                    )
                    plane[x, y] = (ink * level).rounded()
                }
            }
            return plane
        }
        let field = PhotometricStereo(set).normals(pictures)
        var (bend, bends, slope, slopes) = (0.0, 0.0, 0.0, 0.0)
        for y in 1..<(Self.side - 1) {
            for x in 1..<(Self.side - 1) {
                let truth = normal(x, y)
                if truth.z > 0.999 {
                    bend += Self.angle(field, x, y, truth)
                    bends += 1
                } else {
                    let aside = SIMD2(Double(field.x[x, y]), Double(field.y[x, y]))
                    let way = SIMD2(truth.x, truth.y) / (1 - truth.z * truth.z).squareRoot()
                    slope += (aside * way).sum() / Double(field.z[x, y])
                    slopes += 1
                }
            }
        }
        #expect(bend / bends < 2, "\(bend / bends) degrees")
        #expect(abs(slope / slopes - 0.2) < 0.02, "\(slope / slopes)")
    }

    @Test(arguments: [1, 2, 3])
    func `a chrome sphere is found by its edge, and its highlights point at the lights`(
        size: Int
    ) throws {
        let lights = Self.lights(6)
        let truth = Sphere(x: 90.4 + Double(size), y: 71.7, radius: 40 + 5 * Double(size))
        let pictures = lights.map { light in
            var plane = Plane(width: 180, height: 140, filledWith: 0)
            for y in 0..<140 {
                for x in 0..<180 {
                    var level = 12.0
                    if let normal = truth.normal(x: Double(x) + 0.5, y: Double(y) + 0.5) {
                        let seen = normal * (2 * normal.z) - SIMD3(0, 0, 1)
                        // A room with a window, darker behind the sphere; the lamp outshines it.
                        level = 60 + 25 * seen.y - (seen.z < -0.3 ? 25 : 0)
                        if (seen * SIMD3(-0.6, 0.64, 0.48)).sum() > 0.97 { level = 150 }
                        if (seen * light.vector).sum() > 0.998 { level = 255 }
                    }
                    plane[x, y] = Float(min(level + Double((7 * x + 13 * y) % 4), 255))
                }
            }
            return plane
        }
        let found = try #require(Sphere(foundIn: pictures, of: .chrome))
        #expect(abs(found.x - truth.x) < 1 && abs(found.y - truth.y) < 1, "\(found)")
        #expect(abs(found.radius - truth.radius) < 1.5, "\(found)")
        let set = try SphereCalibration.lights(pictures, of: found, surface: .chrome)
        for (light, real) in zip(set.lights, lights) {
            #expect(acos(min((light.vector * real.vector).sum(), 1)) * 180 / Double.pi < 2.5)
        }
    }

    @Test(arguments: [(4000, 16), (16, 4000), (5000, 40)])
    func `a strip of a picture holds no sphere`(width: Int, height: Int) {
        var plane = Plane(width: width, height: height, filledWith: 0)
        for i in plane.values.indices { plane.values[i] = Float((i * 7919) % 251) }
        #expect(Sphere(foundIn: [plane, plane, plane], of: .chrome) == nil)
    }

    @Test func `what leaves its range is held at its end, and the others are solved again`() throws
    {
        // 2 x + y = 4, x + 3 y = 7: x = 1, y = 2; with y held at 1, x = 1.5.
        var system = SymmetricSystem(count: 2)
        system.add(2, 0, 0)
        system.add(1, 1, 0)
        system.add(3, 1, 1)
        system.right = [4, 7]
        let free = try #require(system.solved(damping: 0, within: [-9...9, -9...9]))
        #expect(abs(free[0] - 1) < 1e-12 && abs(free[1] - 2) < 1e-12)
        let held = try #require(system.solved(damping: 0, within: [-9...9, -1...1]))
        #expect(abs(held[0] - 1.5) < 1e-12 && abs(held[1] - 1) < 1e-12)
        var hollow = SymmetricSystem(count: 1)
        hollow.add(-1, 0, 0)
        #expect(hollow.solved(damping: 0, within: [-1...1]) == nil)
    }
}
