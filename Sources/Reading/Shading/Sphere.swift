internal import Glibc
public import Imaging

/// The picture of a sphere: centre and radius in pixels, seen from far away.
public struct Sphere: Sendable, Equatable {
    /// Column of the centre.
    public let x: Double
    /// Row of the centre.
    public let y: Double
    /// Radius in pixels; over 0.
    public let radius: Double

    /// Makes a sphere.
    public init(x: Double, y: Double, radius: Double) {
        precondition(radius > 0)
        self.x = x
        self.y = y
        self.radius = radius
    }

    /// The sphere that stands out from the ground of `pictures`, taken from all of them together.
    ///
    /// Fits a circle to the outline of what is brighter than the ground under any light, and drops
    /// what does not lie on it; nil where no circle is found that at least half the outline follows.
    public init?(foundIn pictures: [Plane]) {
        guard var brightest = pictures.first else { return nil }
        for picture in pictures.dropFirst() {
            for i in brightest.values.indices {
                brightest.values[i] = max(brightest.values[i], picture.values[i])
            }
        }
        guard let limit = Self.threshold(brightest.values) else { return nil }
        var points: [SIMD2<Double>] = []
        // The outermost crossings of every row and column.
        for y in 0..<brightest.height {
            let inside = (0..<brightest.width).filter { brightest[$0, y] > limit }
            guard let first = inside.first, let last = inside.last, last > first else { continue }
            points.append(SIMD2(Double(first), Double(y) + 0.5))
            points.append(SIMD2(Double(last) + 1, Double(y) + 0.5))
        }
        for x in 0..<brightest.width {
            let inside = (0..<brightest.height).filter { brightest[x, $0] > limit }
            guard let first = inside.first, let last = inside.last, last > first else { continue }
            points.append(SIMD2(Double(x) + 0.5, Double(first)))
            points.append(SIMD2(Double(x) + 0.5, Double(last) + 1))
        }
        guard points.count >= 16, let circle = Self.circle(points) else { return nil }
        self = circle
    }

    /// Otsu's threshold, or nil for an even picture.
    private static func threshold(_ values: [Float]) -> Float? {
        var counts = [Int](repeating: 0, count: 256)
        for value in values { counts[Int(min(max(value, 0), 255))] += 1 }
        // A sphere is rounded off to darkness, so the outline lies well under the middle.
        return OtsuThreshold.level(of: counts).map { max(Float($0) * 0.4, 6) }
    }

    /// Least squares on the circle's equation, three times, without what lies off it.
    private static func circle(_ points: [SIMD2<Double>]) -> Sphere? {
        var kept = points
        var result: Sphere?
        for _ in 0..<12 {
            var matrix = SymmetricMatrix()
            var right = SIMD3<Double>.zero
            for point in kept {
                let row = SIMD3(point.x, point.y, 1)
                matrix.add(row, weight: 1)
                right += row * (point * point).sum()
            }
            guard let solution = matrix.solved(right) else { return result }
            let centre = SIMD2(solution.x / 2, solution.y / 2)
            let square = solution.z + (centre * centre).sum()
            guard square > 4 else { return nil }
            let circle = Sphere(x: centre.x, y: centre.y, radius: square.squareRoot())
            result = circle
            let misfits = points.map { circle.misfit($0).magnitude }
            let order = misfits.sorted()
            let limit = max(order[order.count / 2] * 2, 0.75)
            let next = zip(points, misfits).filter { $0.1 <= limit }.map(\.0)
            guard next.count >= max(16, points.count / 3) else { break }
            kept = next
        }
        guard let circle = result else { return nil }
        let near = points.filter { circle.misfit($0).magnitude < max(1.5, circle.radius * 0.03) }
        return near.count * 2 >= points.count ? circle : nil
    }

    private func misfit(_ point: SIMD2<Double>) -> Double {
        ((point.x - x) * (point.x - x) + (point.y - y) * (point.y - y)).squareRoot() - radius
    }

    /// The sphere's normal at a place of the picture, or nil outside.
    public func normal(x column: Double, y row: Double) -> SIMD3<Double>? {
        let right = (column - x) / radius
        let up = (y - row) / radius
        let square = right * right + up * up
        guard square < 1 else { return nil }
        return SIMD3(right, up, (1 - square).squareRoot())
    }
}
