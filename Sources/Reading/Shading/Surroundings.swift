import Imaging

/// The mean of a plane around every place, from blocks: as smooth as it is slow to change.
struct Surroundings {
    /// Blocks along the radius.
    private static let blocksPerRadius = 6

    private let means: Plane
    /// For every row and every column: the block before, the block after, and how far it lies towards
    /// the latter.
    private let down: Between
    private let along: Between

    private struct Between {
        var first: [Int]
        var second: [Int]
        var share: [Float]

        /// Of `length` pixels, among `count` blocks of `step`.
        init(_ length: Int, step: Int, count: Int) {
            let places = (0..<length).map { (Float($0) + 0.5) / Float(step) - 0.5 }
            first = places.map { min(max(Int($0), 0), count - 1) }
            second = first.map { min($0 + 1, count - 1) }
            share = zip(places, first).map { min(max($0 - Float($1), 0), 1) }
        }
    }

    /// Means over squares of `2 * radius + 1` pixels, about; a plane of at least one block.
    init(_ plane: Plane, radius: Int) {
        let step = max(1, radius / Self.blocksPerRadius)
        means = plane.reduced(by: step).boxMean(radius: radius / step)
        down = Between(plane.height, step: step, count: means.height)
        along = Between(plane.width, step: step, count: means.width)
    }

    /// Puts the means of row `y`, one per column of the plane, into `row`.
    @inline(__always)
    func fill(_ row: inout [Float], y: Int) {
        let (upper, lower) = (down.first[y] * means.width, down.second[y] * means.width)
        let share = down.share[y]
        var coarse = [Float](repeating: 0, count: means.width)
        for column in coarse.indices {
            let (above, below) = (means.values[upper + column], means.values[lower + column])
            coarse[column] = above + (below - above) * share
        }
        for x in row.indices {
            let first = coarse[along.first[x]]
            row[x] = first + (coarse[along.second[x]] - first) * along.share[x]
        }
    }
}
