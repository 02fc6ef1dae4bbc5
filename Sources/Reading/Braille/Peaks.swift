import Imaging

/// A place that stands out of a bump map.
struct Peak: Sendable {
    /// Column and row in the map's pixels, to fractions; a pixel's centre is at its index.
    var place: SIMD2<Double>
    /// Value of the map there.
    var strength: Double
}

/// Finding the tops of a plane.
enum Peaks {
    /// Whole-pixel places that are the greatest within `reach` pixels and over `limit`, row by row.
    static func places(_ plane: Plane, reach: Int, above limit: Float) -> [(x: Int, y: Int)] {
        let (width, height) = (plane.width, plane.height)
        guard width > 2, height > 2 else { return [] }
        var result: [(x: Int, y: Int)] = []
        let values = plane.values
        for y in 1..<(height - 1) {
            for x in 1..<(width - 1) {
                let i = y * width + x
                let value = values[i]
                guard value > limit, value > values[i - 1], value >= values[i + 1],
                    value > values[i - width], value >= values[i + width]
                else { continue }
                var isTop = true
                search: for v in max(y - reach, 0)...min(y + reach, height - 1) {
                    for u in max(x - reach, 0)...min(x + reach, width - 1) {
                        let other = values[v * width + u]
                        if other > value || (other == value && v * width + u < i) {
                            isTop = false
                            break search
                        }
                    }
                }
                if isTop { result.append((x, y)) }
            }
        }
        return result
    }

    /// The strongest tops of `plane`, at most `countMax`, to fractions of a pixel.
    static func strongest(_ plane: Plane, pitch: Double, countMax: Int) -> [Peak] {
        let limit = Float(3.0) * spread(plane)
        let reach = max(1, Int((0.4 * pitch).rounded()))
        var peaks = places(plane, reach: reach, above: max(limit, 1e-9)).map { place in
            refined(plane, x: place.x, y: place.y)
        }
        peaks.removeAll { isOnEdge($0, plane, distance: 0.6 * pitch) }
        peaks.sort { $0.strength > $1.strength }
        return Array(peaks.prefix(countMax))
    }

    /// Whether a top goes on to both sides, as along the edge of a page, a ruled line or a shadow.
    private static func isOnEdge(_ peak: Peak, _ plane: Plane, distance: Double) -> Bool {
        let limit = Float(0.5 * peak.strength)
        for step in edgeSteps {
            let (u, v) = (distance * step.x, distance * step.y)
            let ahead = plane.sample(x: peak.place.x + u, y: peak.place.y + v)
            guard ahead > limit else { continue }
            if plane.sample(x: peak.place.x - u, y: peak.place.y - v) > limit { return true }
        }
        return false
    }

    /// Where it is looked for, in pitches: off the dot, and before the next one.
    private static let ridgeSteps = [0.4, 0.52, 0.64, 0.76]

    /// Whether a top of measured relief is one of a crease's, or of an edge's of the board.
    ///
    /// There a dot has fallen off, whatever the direction; along a ridge, `share` of its top is left on
    /// both sides, on the mean.
    static func isOnRidge(_ peak: Peak, _ plane: Plane, pitch: Double, share: Double) -> Bool {
        edgeSteps.contains { direction in
            var (ahead, behind): (Float, Float) = (0, 0)
            for step in ridgeSteps {
                let (u, v) = (direction.x * pitch * step, direction.y * pitch * step)
                ahead += plane.sample(x: peak.place.x + u, y: peak.place.y + v)
                behind += plane.sample(x: peak.place.x - u, y: peak.place.y - v)
            }
            let mean = Double(min(ahead, behind)) / Double(ridgeSteps.count)
            return mean > share * peak.strength
        }
    }

    /// Directions that an edge may run in; their opposites count too.
    private static let edgeSteps: [SIMD2<Double>] = [
        SIMD2(1, 0), SIMD2(0.924, 0.383), SIMD2(0.707, 0.707), SIMD2(0.383, 0.924),
        SIMD2(0, 1), SIMD2(-0.383, 0.924), SIMD2(-0.707, 0.707), SIMD2(-0.924, 0.383),
    ]

    /// The top of the parabolas through a pixel and its neighbours.
    static func refined(_ plane: Plane, x: Int, y: Int) -> Peak {
        guard x > 0, y > 0, x < plane.width - 1, y < plane.height - 1 else {
            return Peak(place: SIMD2(Double(x), Double(y)), strength: Double(plane[x, y]))
        }
        func offset(_ before: Float, _ middle: Float, _ after: Float) -> Double {
            let bend = before - 2 * middle + after
            guard bend < 0 else { return 0 }
            return min(max(Double((before - after) / (2 * bend)), -0.5), 0.5)
        }
        let value = plane[x, y]
        let place = SIMD2(
            Double(x) + offset(plane[x - 1, y], value, plane[x + 1, y]),
            Double(y) + offset(plane[x, y - 1], value, plane[x, y + 1])
        )
        return Peak(place: place, strength: Double(value))
    }

    /// Deviation of the plane's ground, from the median of magnitudes of a sample.
    static func spread(_ plane: Plane) -> Float {
        let step = max(1, plane.values.count / 5000)
        var sample = stride(from: 0, to: plane.values.count, by: step)
            .map { plane.values[$0].magnitude }
        return 1.4826 * sample.selected(at: sample.count / 2)
    }
}

extension Array where Element: Comparable {
    /// The element that sorting would put at `place`; reorders the others (Hoare's Find, 1961).
    mutating func selected(at place: Int) -> Element {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = self[(low + high) / 2]
            var (i, j) = (low, high)
            while i <= j {
                while self[i] < pivot { i += 1 }
                while pivot < self[j] { j -= 1 }
                if i <= j {
                    swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if place <= j {
                high = j
            } else if place >= i {
                low = i
            } else {
                break
            }
        }
        return self[place]
    }
}
