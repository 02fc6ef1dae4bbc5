import Imaging

/// Finds a sphere by what is brighter than a dark ground under any light.
enum SphereOutline {
    /// The circle of the outermost bright places of every row and column, or nil.
    static func circle(in pictures: [Plane]) -> Sphere? {
        guard var brightest = pictures.first else { return nil }
        for picture in pictures.dropFirst() {
            for i in brightest.values.indices {
                brightest.values[i] = max(brightest.values[i], picture.values[i])
            }
        }
        guard let limit = threshold(brightest.values) else { return nil }
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
        return points.count >= 16 ? Sphere(through: points) : nil
    }

    /// Otsu's threshold, or nil for an even picture.
    private static func threshold(_ values: [Float]) -> Float? {
        var counts = [Int](repeating: 0, count: 256)
        for value in values { counts[Int(min(max(value, 0), 255))] += 1 }
        // A sphere is rounded off to darkness, so the outline lies well under the middle.
        return OtsuThreshold.level(of: counts).map { max(Float($0) * 0.4, 6) }
    }
}
