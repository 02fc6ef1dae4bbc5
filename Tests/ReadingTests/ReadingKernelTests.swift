import Imaging
import Testing

/// Fast loops over planes against the obvious ones.
struct ReadingKernelTests {
    private static func plane(_ width: Int, _ height: Int, seed: UInt64) -> Plane {
        var state = seed
        let values = (0..<(width * height)).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24) - 0.5
        }
        return Plane(width: width, height: height, values: values)
    }

    @Test(arguments: [(1, 1), (7, 5), (8, 4), (19, 13), (200, 80)])
    func `rows times a matrix`(width: Int, height: Int) {
        let plane = Self.plane(width, height, seed: 1)
        let matrix = Self.plane(width, width, seed: 2)
        let fast = plane.multiplied(byColumns: matrix.values)
        for y in 0..<height {
            for k in 0..<width {
                let sum = (0..<width).reduce(Float(0)) { $0 + plane[$1, y] * matrix[k, $1] }
                #expect(abs(fast[k, y] - sum) < 1e-4)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 5])
    func `means over blocks`(factor: Int) {
        let plane = Self.plane(301, 127, seed: 3)
        let fast = plane.reduced(by: factor)
        for y in 0..<fast.height {
            for x in 0..<fast.width {
                var sum: Float = 0
                for v in 0..<factor {
                    for u in 0..<factor { sum += plane[x * factor + u, y * factor + v] }
                }
                #expect(abs(fast[x, y] - sum / Float(factor * factor)) < 1e-5)
            }
        }
    }

    @Test(arguments: [(10.3, 8.75), (0.2, 0.4), (19.9, 14.1), (-1.5, 7.0), (30.0, 30.0)])
    func `a patch between pixels`(x: Double, y: Double) {
        let plane = Self.plane(21, 16, seed: 4)
        let patch = Self.plane(7, 7, seed: 5)
        func moved(_ u: Double, _ v: Double) -> Float {
            let (p, q) = (u - x + 3, v - y + 3)
            guard p >= 0, q >= 0, p < 6, q < 6 else { return 0 }
            let (i, j) = (Int(p), Int(q))
            let (a, b) = (Float(p - Double(i)), Float(q - Double(j)))
            return (patch[i, j] * (1 - a) + patch[i + 1, j] * a) * (1 - b)
                + (patch[i, j + 1] * (1 - a) + patch[i + 1, j + 1] * a) * b
        }
        var added = plane
        added.add(patch, x: x, y: y, times: 0.7)
        var sums = (product: 0.0, patch: 0.0, plane: 0.0)
        for v in 0..<16 {
            for u in 0..<21 {
                let value = moved(Double(u), Double(v))
                #expect(abs(added[u, v] - plane[u, v] - 0.7 * value) < 1e-5)
                let (across, down) = (Double(u) - x, Double(v) - y)
                guard across * across + down * down <= 2.4 * 2.4 else { continue }
                sums.product += Double(value * plane[u, v])
                sums.patch += Double(value * value)
                sums.plane += Double(plane[u, v] * plane[u, v])
            }
        }
        let fast = plane.sums(with: patch, x: x, y: y, radius: 2.4)
        #expect(abs(fast.product - sums.product) < 1e-4)
        #expect(abs(fast.patch - sums.patch) < 1e-4)
        #expect(abs(fast.plane - sums.plane) < 1e-4)
    }
}
