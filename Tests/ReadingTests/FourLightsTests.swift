import Imaging
import Testing

@testable import Shading

/// Four lights, eight pixels at a time, against one pixel after the other.
struct FourLightsTests {
    private static let lights = [
        LightDirection(x: 0.7, y: 0.1, z: 0.7), LightDirection(x: -0.1, y: 0.65, z: 0.75),
        LightDirection(x: -0.6, y: -0.2, z: 0.8), LightDirection(x: 0.15, y: -0.7, z: 0.7),
    ]

    /// ρ·n from the lights in `used` by least squares, Cramer's rule.
    private static func solved(_ levels: [Double], _ used: [Int]) -> SIMD3<Double> {
        var rows = [SIMD3<Double>](repeating: .zero, count: 3)
        var right = SIMD3<Double>.zero
        for k in used {
            let vector = lights[k].vector
            for axis in 0..<3 { rows[axis] += vector * vector[axis] }
            right += vector * levels[k]
        }
        func determinant(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double {
            a.x * (b.y * c.z - b.z * c.y) - a.y * (b.x * c.z - b.z * c.x)
                + a.z * (b.x * c.y - b.y * c.x)
        }
        let whole = determinant(rows[0], rows[1], rows[2])
        return SIMD3(
            determinant(right, rows[1], rows[2]),
            determinant(rows[0], right, rows[2]),
            determinant(rows[0], rows[1], right)
        ) / whole
    }

    /// The slow twin: each light against what the other three predict.
    private static func slow(_ levels: [Double]) -> SIMD3<Double> {
        guard let brightest = levels.max(), let darkest = levels.min(), brightest >= 4 else {
            return .zero
        }
        let mean = levels.reduce(0, +) / 4
        var left: Int?
        var worst = 0.12 * mean
        for k in 0..<4 {
            let others = (0..<4).filter { $0 != k }
            let over = levels[k] - (solved(levels, others) * lights[k].vector).sum()
            if levels[k] == brightest, over > worst {
                (left, worst) = (k, over)
            } else if levels[k] == darkest, -over > worst, darkest < 0.35 * mean {
                (left, worst) = (k, -over)
            }
        }
        return solved(levels, (0..<4).filter { $0 != left })
    }

    @Test func `the fast way gives what the slow one gives`() {
        let (width, height) = (37, 23)
        var planes = [Plane](
            repeating: Plane(width: width, height: height, filledWith: 0),
            count: 4
        )
        var state: UInt64 = 20_267
        for i in 0..<(width * height) {
            for k in 0..<4 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                planes[k].values[i] = Float(state >> 56) * (i % 11 == 0 ? 0.01 : 1)
            }
        }
        let field = FourLights(Self.lights).normals(planes)
        for i in 0..<(width * height) {
            let wanted = Self.slow(planes.map { Double($0.values[i]) })
            let length = (wanted * wanted).sum().squareRoot()
            #expect(abs(Double(field.albedo.values[i]) - length) < 1e-3 * max(length, 1))
            let unit = length > 0 ? wanted / length : SIMD3(0, 0, 1)
            #expect(abs(Double(field.x.values[i]) - unit.x) < 2e-3)
            #expect(abs(Double(field.y.values[i]) - unit.y) < 2e-3)
            #expect(abs(Double(field.z.values[i]) - unit.z) < 2e-3)
        }
    }
}
