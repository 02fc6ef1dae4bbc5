import Imaging

/// What one dot looks like in a bump map: the mean of sure dots.
struct DotShape: Sendable {
    /// Pixels from the middle to the edge.
    let radius: Int
    /// `(2 radius + 1)²` values, row-major, 0 towards the rim.
    private(set) var values: [Float]
    private(set) var energy: Double

    /// The mean of `map` around `places`, tapered to nothing at the rim; nil for no places.
    init?(_ map: Plane, at places: [SIMD2<Double>], pitch: Double) {
        let radius = max(2, Int((0.85 * pitch).rounded()))
        self.radius = radius
        let side = 2 * radius + 1
        var sum = [Float](repeating: 0, count: side * side)
        guard !places.isEmpty else { return nil }
        for place in places {
            for v in -radius...radius {
                for u in -radius...radius {
                    sum[(v + radius) * side + u + radius] += map.sample(
                        x: place.x + Double(u),
                        y: place.y + Double(v)
                    )
                }
            }
        }
        for v in -radius...radius {
            for u in -radius...radius {
                let distance = Double(u * u + v * v).squareRoot() / Double(radius)
                let taper = Float(min(max((1.05 - distance) / 0.3, 0), 1))
                sum[(v + radius) * side + u + radius] *= taper / Float(places.count)
            }
        }
        values = sum
        energy = sum.reduce(0) { $0 + Double($1 * $1) }
        guard energy > 0 else { return nil }
    }

    /// The shape's value off its middle.
    @inline(__always)
    private func sample(_ x: Double, _ y: Double) -> Float {
        let side = 2 * radius + 1
        let u = x + Double(radius)
        let v = y + Double(radius)
        guard u >= 0, v >= 0, u < Double(side - 1), v < Double(side - 1) else { return 0 }
        let column = Int(u)
        let row = Int(v)
        let weightX = Float(u - Double(column))
        let weightY = Float(v - Double(row))
        let i = row * side + column
        let upper = values[i] * (1 - weightX) + values[i + 1] * weightX
        let lower = values[i + side] * (1 - weightX) + values[i + side + 1] * weightX
        return upper * (1 - weightY) + lower * weightY
    }

    /// Adds `amplitude` times the shape to `plane` at `place`.
    func add(to plane: inout Plane, at place: SIMD2<Double>, amplitude: Double) {
        let (columns, rows) = window(place, width: plane.width, height: plane.height)
        for y in rows {
            for x in columns {
                plane.values[y * plane.width + x] +=
                    Float(amplitude) * sample(Double(x) - place.x, Double(y) - place.y)
            }
        }
    }

    /// How much of the shape is in `plane` at `place` (1: a usual dot), and how alike they are (-1…1).
    ///
    /// Only what lies within the share `core` of the shape's radius counts.
    func fit(
        _ plane: Plane,
        at place: SIMD2<Double>,
        core share: Double
    ) -> (amplitude: Double, likeness: Double) {
        var product = 0.0
        var squares = 0.0
        var own = 0.0
        let core = (share * Double(radius)) * (share * Double(radius))
        let (columns, rows) = window(place, width: plane.width, height: plane.height)
        for y in rows {
            for x in columns {
                let (dx, dy) = (Double(x) - place.x, Double(y) - place.y)
                // Only what lies under the dot, not its neighbours, counts.
                guard dx * dx + dy * dy <= core else { continue }
                let value = sample(dx, dy)
                let other = Double(plane.values[y * plane.width + x])
                product += Double(value) * other
                own += Double(value * value)
                squares += other * other
            }
        }
        guard own > 0, squares > 0 else { return (0, 0) }
        return (product / own, product / (own * squares).squareRoot())
    }

    private func window(
        _ place: SIMD2<Double>,
        width: Int,
        height: Int
    ) -> (columns: Range<Int>, rows: Range<Int>) {
        let column = Int(place.x.rounded())
        let row = Int(place.y.rounded())
        func range(_ centre: Int, _ count: Int) -> Range<Int> {
            let low = min(max(centre - radius, 0), count)
            return low..<max(low, min(centre + radius + 1, count))
        }
        return (range(column, width), range(row, height))
    }
}

extension Plane {
    /// The value between pixels whose centres are at their indices; 0 outside.
    @inline(__always)
    func sample(x: Double, y: Double) -> Float {
        guard x >= 0, y >= 0, x < Double(width - 1), y < Double(height - 1) else { return 0 }
        let column = Int(x)
        let row = Int(y)
        let weightX = Float(x - Double(column))
        let weightY = Float(y - Double(row))
        let i = row * width + column
        let upper = values[i] * (1 - weightX) + values[i + 1] * weightX
        let lower = values[i + width] * (1 - weightX) + values[i + width + 1] * weightX
        return upper * (1 - weightY) + lower * weightY
    }
}
