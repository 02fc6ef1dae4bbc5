import Imaging

/// Slopes under lights that nothing is known of.
extension LightShares {
    /// Fewest pictures that show slopes in both directions, whatever is printed.
    public static let countMin = 3

    /// Deviation of the smoothing, in pixels.
    private static let smoothing = 1.5
    /// What a share changes by at most.
    private static let changeMax: Float = 0.5
    /// What counts most at one pixel, in squares of the usual one: edges and highlights are odd.
    private static let oddest: Float = 9

    /// The slopes of the board; nil where the pictures, fewer than three of them or all alike, show no
    /// two directions.
    ///
    /// All changes are two planes, mixed in some way; only one mixture is the slopes of a surface at
    /// all, for those have no curl (Yuille and Snow, CVPR 1997). Their scale stays open, and whether
    /// bumps are dents. Any thread.
    public func slopes() -> SlopeField? {
        guard changes.count >= Self.countMin else { return nil }
        let changes = self.changes.map { change in
            var capped = change
            for i in capped.values.indices {
                capped.values[i] = min(max(capped.values[i], -Self.changeMax), Self.changeMax)
            }
            return capped.smoothed(sigma: Self.smoothing)
        }
        let spans = SymmetricEigen(Self.products(changes))
        guard let first = spans.vectors.last, let second = spans.vectors.dropLast().last,
            let least = spans.values.dropLast().last, least > 0
        else { return nil }
        let mixed = [first, second].map { Self.sum(changes, $0) }
        let (one, other) = (mixed[0].gradients(), mixed[1].gradients())
        // Curl of a mixture: linear in its four numbers, and least for the right ones.
        let curls = SymmetricEigen(
            Self.products([one.y, other.y, Self.sum([one.x], [-1]), Self.sum([other.x], [-1])])
        )
        guard let mixture = curls.vectors.first else { return nil }
        return SlopeField(
            across: Self.sum(mixed, Array(mixture[0...1])),
            along: Self.sum(mixed, Array(mixture[2...3])),
            blockSide: 1
        )
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
}
