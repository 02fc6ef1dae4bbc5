internal import Glibc
import Imaging

/// How restless a bump map is around each place, apart from its dots.
///
/// Paper is quiet; a cloth or a table beside it, hair and edges are not, and make tops as high as
/// dots. What counts is how far a top stands out of what is around it.
struct GroundNoise {
    /// Half the side of what is around a place, in pitches.
    private static let reachPitches = 5.0
    /// How much clearer than the others the clear ones must be, for the others to be no dots.
    private static let gapMin = 3.0

    /// What counts most at one pixel, in deviations of the whole map.
    private static let cap: Float = 4

    private let plane: Plane

    /// Measures `rest`, a map without its dots, which lie `pitch` pixels apart.
    init(_ rest: Plane, pitch: Double) {
        var sum = 0.0
        for value in rest.values { sum += Double(value.magnitude) }
        let mean = Float(sum / Double(max(rest.values.count, 1)))
        // One edge does not make everything near it restless. Where most of a picture is black or
        // white, the median is nothing.
        let cap = Self.cap * max(Peaks.spread(rest), 0.2 * mean)
        var restless = rest
        for i in restless.values.indices {
            restless.values[i] = min(rest.values[i].magnitude, cap)
        }
        plane = restless.boxMean(radius: Int(Self.reachPitches * pitch))
    }

    /// How far a top of `amplitude` at `place` stands out; 0 outside the map.
    func clearness(of amplitude: Double, at place: SIMD2<Double>) -> Double {
        let noise = Double(plane.sample(x: place.x, y: place.y))
        return noise > 0 ? amplitude / noise : 0
    }

    /// The clearness that parts `values` into dots and what lies beside the paper; 0 where all are
    /// of one kind.
    static func limit(_ values: [Double]) -> Double {
        let logs = values.filter { $0 > 0 }.map { log($0) }.sorted()
        guard logs.count >= 24, let least = logs.first else { return 0 }
        let cut = least + DotDecision.valley(logs.map { $0 - least })
        let below = logs.prefix { $0 < cut }
        let above = logs.dropFirst(below.count)
        guard !below.isEmpty, !above.isEmpty else { return 0 }
        let low = below.reduce(0, +) / Double(below.count)
        let high = above.reduce(0, +) / Double(above.count)
        return high - low > log(gapMin) ? exp((low + high) / 2) : 0
    }
}
