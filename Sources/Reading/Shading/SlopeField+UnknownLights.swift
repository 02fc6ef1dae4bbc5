internal import Glibc
public import Imaging

extension SlopeField {
    /// Fewest pictures that show slopes in both directions, whatever is printed.
    public static let unknownLightsMin = 3

    /// Deviation of the smoothing, in pixels.
    private static let smoothing = 1.5
    /// Least radius of what is around a place, in pixels; its share of the picture otherwise.
    private static let surroundingsMin = 12
    private static let surroundingsShare = 8
    /// What counts most at one pixel, in squares of the usual one: edges and highlights are odd.
    private static let oddest: Float = 9
    /// Mean grey level under which a pixel says nothing.
    private static let darkest: Float = 4

    /// The slopes of a board in `pictures`, one under each of at least three lights that nothing is known
    /// of; nil where they show no two directions.
    ///
    /// A picture's share in the sum of all has no print in it, and where the board is nearly flat it
    /// rises and falls with the slopes. Shares are two planes, mixed in some way; only one mixture is
    /// the slopes of a surface at all, for those have no curl (Yuille and Snow, CVPR 1997). Their scale
    /// stays open, and whether bumps are dents. Grey levels 0...255, linear in light or not, equal in
    /// size; traps otherwise. Any thread; the same bits for the same pictures.
    public init?(unknownLights pictures: [Plane]) {
        precondition(pictures.count >= Self.unknownLightsMin)
        let shares = Self.shares(pictures)
        let spans = SymmetricEigen(Self.products(shares))
        guard let first = spans.vectors.last, let second = spans.vectors.dropLast().last,
            let least = spans.values.dropLast().last, least > 0
        else { return nil }
        let mixed = [first, second].map { Self.sum(shares, $0) }
        let (one, other) = (mixed[0].gradients(), mixed[1].gradients())
        // Curl of a mixture: linear in its four numbers, and least for the right ones.
        let curls = SymmetricEigen(
            Self.products([one.y, other.y, Self.sum([one.x], [-1]), Self.sum([other.x], [-1])])
        )
        guard let mixture = curls.vectors.first else { return nil }
        across = Self.sum(mixed, Array(mixture[0...1]))
        along = Self.sum(mixed, Array(mixture[2...3]))
        blockSide = 1
    }

    /// Each picture's share in the light of all, against what it is around, smoothed.
    private static func shares(_ pictures: [Plane]) -> [Plane] {
        let (width, height) = (pictures[0].width, pictures[0].height)
        let radius = max(surroundingsMin, min(width, height) / surroundingsShare)
        var total = Plane(width: width, height: height, filledWith: 0)
        var seen = Plane(width: width, height: height, filledWith: 1)
        for picture in pictures {
            precondition(picture.width == width && picture.height == height)
            for i in total.values.indices {
                total.values[i] += picture.values[i]
                if picture.values[i] >= PhotometricStereo.saturation { seen.values[i] = 0 }
            }
        }
        let usual = max(Median.upper(total.values), 1)
        let least = darkest * Float(pictures.count)
        for i in seen.values.indices where total.values[i] <= least { seen.values[i] = 0 }
        let cover = seen.boxMean(radius: radius)
        return pictures.map { picture in
            var share = picture
            for i in share.values.indices {
                share.values[i] *= seen.values[i] / max(total.values[i], 1)
            }
            let around = share.boxMean(radius: radius)
            for i in share.values.indices where seen.values[i] > 0 {
                let ratio = share.values[i] * cover.values[i] / max(around.values[i], 1e-6) - 1
                // What is dark is mostly noise.
                let weight = min(1, total.values[i] / usual)
                share.values[i] = min(max(ratio, -0.5), 0.5) * weight
            }
            return share.smoothed(sigma: smoothing)
        }
    }

    /// Sums of products of every two planes; what is odd at a pixel counts less.
    private static func products(_ planes: [Plane]) -> [[Double]] {
        var squares = [Float](repeating: 0, count: planes[0].values.count)
        for plane in planes {
            for i in squares.indices { squares[i] += plane.values[i] * plane.values[i] }
        }
        let cap = oddest * Median.upper(squares)
        var sums = [[Double]](
            repeating: [Double](repeating: 0, count: planes.count),
            count: planes.count
        )
        for p in planes.indices {
            for q in p..<planes.count {
                var sum = 0.0
                for i in squares.indices where squares[i] > 0 {
                    let share = min(1, cap / squares[i])
                    sum += Double(planes[p].values[i] * planes[q].values[i] * share)
                }
                (sums[p][q], sums[q][p]) = (sum, sum)
            }
        }
        return sums
    }

    /// The planes, each times its number.
    private static func sum(_ planes: [Plane], _ numbers: [Double]) -> Plane {
        var sum = Plane(width: planes[0].width, height: planes[0].height, filledWith: 0)
        for (plane, number) in zip(planes, numbers) {
            for i in sum.values.indices { sum.values[i] += Float(number) * plane.values[i] }
        }
        return sum
    }
}
