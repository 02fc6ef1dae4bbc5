import Imaging

/// What one dot looks like in a bump map: the mean of sure dots.
struct DotShape: Sendable {
    /// Pixels from the middle to the edge.
    let radius: Int
    /// `2 radius + 1` values across and down, 0 towards the rim.
    private var patch: Plane
    /// Sum of their squares.
    private(set) var energy: Double

    /// The mean of `map` around `places`, tapered to nothing at the rim; nil for no places.
    init?(_ map: Plane, at places: [SIMD2<Double>], pitch: Double) {
        guard !places.isEmpty else { return nil }
        radius = max(2, Int((0.85 * pitch).rounded()))
        patch = Self.mean(map, at: places, radius: radius)
        energy = patch.values.reduce(0) { $0 + Double($1 * $1) }
        guard energy > 0 else { return nil }
    }

    /// Mean values around places, tapered.
    private static func mean(_ map: Plane, at places: [SIMD2<Double>], radius: Int) -> Plane {
        let side = 2 * radius + 1
        var sum = Plane(width: side, height: side, filledWith: 0)
        for place in places {
            for v in -radius...radius {
                for u in -radius...radius {
                    sum.values[(v + radius) * side + u + radius] += map.sample(
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
                sum.values[(v + radius) * side + u + radius] *= taper / Float(places.count)
            }
        }
        return sum
    }

    /// The shape with the mean of what `rest` has left over at `places`; nil where nothing is left.
    func improved(by rest: Plane, at places: [SIMD2<Double>]) -> DotShape? {
        guard !places.isEmpty else { return nil }
        var result = self
        result.patch.add(Self.mean(rest, at: places, radius: radius))
        result.energy = result.patch.values.reduce(0) { $0 + Double($1 * $1) }
        return result.energy > 0 ? result : nil
    }

    /// What a dot of the other side looks like in the map turned over.
    ///
    /// A dent is a bump that the light meets from the other end: its dark half, which is the deeper
    /// one, lies where the bump's bright half lies.
    var turned: DotShape {
        var result = self
        result.patch.values.reverse()
        return result
    }

    /// Adds `amplitude` times the shape to `plane` at `place`.
    func add(to plane: inout Plane, at place: SIMD2<Double>, amplitude: Double) {
        plane.add(patch, x: place.x, y: place.y, times: Float(amplitude))
    }

    /// How much of the shape is in `plane` at `place` (1: a usual dot), and how alike they are (-1…1).
    ///
    /// Only what lies within the share `core` of the shape's radius counts: what lies under the dot,
    /// not its neighbours.
    func fit(
        _ plane: Plane,
        at place: SIMD2<Double>,
        core share: Double
    ) -> (amplitude: Double, likeness: Double) {
        let (product, own, squares) = plane.sums(
            with: patch,
            x: place.x,
            y: place.y,
            radius: share * Double(radius)
        )
        guard own > 0, squares > 0 else { return (0, 0) }
        return (product / own, product / (own * squares).squareRoot())
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
