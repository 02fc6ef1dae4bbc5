internal import Glibc
import Imaging

/// Finds the circle that a sphere makes in pictures under several lights.
///
/// A chrome sphere shows lights and room brighter than its own rim, a white one goes over into the
/// ground where it is unlit: the circle is taken from edges, by votes for centre and radius (Hough;
/// Kimme, Ballard, Sklansky, CACM 18(2), 1975), and then measured along its rays.
struct CircleSearch {
    /// Longer side of the picture in which it is searched.
    private static let searchSide = 160
    /// Least radius of a sphere, as a share of that side.
    private static let radiusMin = 0.06
    /// Share of the pixels that count as edge.
    private static let edgeShare = 0.12
    private static let rayCount = 360
    /// How much larger a circle around another is at most, how far its middle lies off, as a share of
    /// the radius, and which share of the other's votes it has.
    private static let frameMax = 1.35
    private static let frameReach = 0.15
    private static let frameShare: Float = 0.6
    /// Change of a level's root over two pixels that counts as edge.
    private static let steepnessMin: Float = 0.05

    /// What stays where lights change: every picture evened, their mean, dark parts spread.
    private let ground: Plane

    /// Takes `pictures` together, all of one size; nil where they are too small or all the same grey.
    init?(_ pictures: [Plane]) {
        guard let first = pictures.first, min(first.width, first.height) >= 16 else { return nil }
        var sum = Plane(width: first.width, height: first.height, filledWith: 0)
        for picture in pictures {
            var even = picture
            for i in even.values.indices { even.values[i] = max(even.values[i], 0).squareRoot() }
            sum.add(even, times: 1 / Float(pictures.count))
        }
        guard let brightest = sum.values.max(), let darkest = sum.values.min(),
            brightest - darkest > 0.5
        else { return nil }
        ground = sum.smoothed(sigma: 1)
    }

    /// The circle that most of its outline follows; nil where there is none.
    func circle() -> Sphere? {
        guard var circle = voted() else { return nil }
        for reach in [0.08, 0.05, 0.03] {
            guard let next = measured(near: circle, reach: max(reach * circle.radius, 2)) else {
                return nil
            }
            circle = next
        }
        return circle
    }

    /// The circle with the most edge, to a pixel of a reduced picture.
    private func voted() -> Sphere? {
        let (longer, shorter) = (
            max(ground.width, ground.height), min(ground.width, ground.height)
        )
        // A strip keeps rows enough to have edges across it.
        let factor = max(1, min(longer / Self.searchSide, shorter / 8))
        let small = ground.reduced(by: factor)
        let (across, along) = small.gradients()
        let steepness = zip(across.values, along.values).map { ($0 * $0 + $1 * $1).squareRoot() }
        let limit = steepness.sorted()[Int(Double(steepness.count) * (1 - Self.edgeShare))]
        guard limit > 0 || steepness.contains(where: { $0 > 0 }) else { return nil }
        let (width, height) = (small.width, small.height)
        let least = max(4, Int(Self.radiusMin * Double(max(width, height))))
        let most = max(width, height) / 2
        guard least <= most else { return nil }
        // One plane of centres per radius; neighbours share their votes.
        let raw = (least - 1...most + 1).map {
            Self.votes(across, along, steepness, limit, radius: Double($0))
        }
        let votes = (1..<raw.count - 1).map { k in
            Self.shared(raw[k], below: raw[k - 1], above: raw[k + 1], width: width)
        }
        let peaks = votes.map { plane in plane.indices.max { plane[$0] < plane[$1] } ?? 0 }
        guard let k = votes.indices.max(by: { votes[$0][peaks[$0]] < votes[$1][peaks[$1]] }),
            votes[k][peaks[k]] > 0
        else { return nil }
        var (radius, place) = (least + k, peaks[k])
        // The rim of a chrome sphere mirrors what is beside and behind it, and may look like a frame
        // of its own around the rest: a larger circle about the same middle goes first.
        let enough = Self.frameShare * votes[k][place]
        let reach = max(1, Int(Self.frameReach * Double(radius)))
        let (middleX, middleY) = (place % width, place / width)
        let widest = Int(Self.frameMax * Double(radius))
        for larger in stride(from: min(widest, most), to: radius + 1, by: -1) {
            let plane = votes[larger - least]
            var best = place
            for y in max(0, middleY - reach)...min(height - 1, middleY + reach) {
                for x in max(0, middleX - reach)...min(width - 1, middleX + reach)
                where plane[y * width + x] > plane[best] { best = y * width + x }
            }
            if plane[best] >= enough {
                (radius, place) = (larger, best)
                break
            }
        }
        return Sphere(
            x: (Double(place % width) + 0.5) * Double(factor),
            y: (Double(place / width) + 0.5) * Double(factor),
            radius: Double(radius * factor)
        )
    }

    /// Votes with half of those of neighbouring centres and radii.
    private static func shared(
        _ votes: [Float],
        below: [Float],
        above: [Float],
        width: Int
    ) -> [Float] {
        var result = [Float](repeating: 0, count: votes.count)
        for i in width + 1..<votes.count - width - 1 {
            result[i] =
                votes[i] + 0.5 * (below[i] + above[i] + votes[i - 1] + votes[i + 1])
                + 0.5 * (votes[i - width] + votes[i + width])
        }
        return result
    }

    /// How many edges lie at `radius` around every centre, on the way of their steepest change.
    private static func votes(
        _ across: Plane,
        _ along: Plane,
        _ steepness: [Float],
        _ limit: Float,
        radius: Double
    ) -> [Float] {
        let (width, height) = (across.width, across.height)
        var votes = [Float](repeating: 0, count: width * height)
        for i in steepness.indices where steepness[i] > 0 && steepness[i] >= limit {
            let (x, y) = (Double(i % width), Double(i / width))
            let reach = radius / Double(steepness[i])
            for side in [-reach, reach] {
                let u = Int((x + side * Double(across.values[i])).rounded())
                let v = Int((y + side * Double(along.values[i])).rounded())
                if u >= 0, v >= 0, u < width, v < height { votes[v * width + u] += 1 }
            }
        }
        return votes
    }

    /// The circle through the steepest places on the rays of `circle`, at most `reach` pixels off it.
    private func measured(near circle: Sphere, reach: Double) -> Sphere? {
        var points: [SIMD2<Double>] = []
        for ray in 0..<Self.rayCount {
            var best: (steepness: Float, radius: Double) = (Self.steepnessMin, 0)
            var radius = circle.radius - reach
            while radius <= circle.radius + reach {
                let steepness = steepness(circle, ray: ray, at: radius)
                if steepness > best.steepness { best = (steepness, radius) }
                radius += 0.5
            }
            guard best.radius > 0 else { continue }
            let angle = 2 * Double.pi * Double(ray) / Double(Self.rayCount)
            points.append(SIMD2(circle.x, circle.y) + SIMD2(cos(angle), sin(angle)) * best.radius)
        }
        return points.count >= Self.rayCount / 2 ? Sphere(through: points) : nil
    }

    /// How much brightness changes over two pixels of a ray from the middle of `circle`.
    private func steepness(_ circle: Sphere, ray: Int, at radius: Double) -> Float {
        let angle = 2 * Double.pi * Double(ray) / Double(Self.rayCount)
        let (x, y) = (cos(angle), sin(angle))
        let (outer, inner) = (radius + 1, radius - 1)
        let (u, v) = (circle.x + x * outer, circle.y + y * outer)
        guard min(u, v) >= 0, u < Double(ground.width), v < Double(ground.height) else { return 0 }
        let inside = ground.interpolated(x: circle.x + x * inner, y: circle.y + y * inner)
        return (ground.interpolated(x: u, y: v) - inside).magnitude
    }
}
