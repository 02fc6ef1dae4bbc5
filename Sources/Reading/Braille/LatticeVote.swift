internal import Glibc

/// Pitch and angle of Braille among points, from the vectors between neighbours.
///
/// Braille repeats at one dot pitch along and across its lines, two down a cell, and from cell to
/// cell; print, fibres and noise do none of that together.
struct LatticeVote: Sendable {
    /// Cell pitch in dot pitches that is tried; Marburg Medium has 2.4.
    static let cellPitches = stride(from: 2.15, through: 2.85, by: 0.05).map { $0 }
    /// Bins of the histogram a nominal pitch.
    private static let binsPerPitch = 8.0

    /// Dot pitch in the points' unit.
    let pitch: Double
    /// Radians by which lines fall to the right (y down).
    let angle: Double
    /// How much more often than by chance; about 10 is sure.
    let score: Double

    /// The best lattice with about the `nominal` pitch.
    init(_ points: [SIMD2<Double>], nominal: Double) {
        let reach = 3.4
        let half = Int(reach * Self.binsPerPitch) + 2
        let side = 2 * half + 1
        var counts = [Float](repeating: 0, count: side * side)
        let index = PointIndex(points, cell: reach * nominal)
        for (i, point) in points.enumerated() {
            index.each(near: point, within: reach * nominal) { j in
                guard j != i else { return }
                let apart = (points[j] - point) / nominal * Self.binsPerPitch
                let column = Int(apart.x.rounded()) + half
                let row = Int(apart.y.rounded()) + half
                guard column >= 0, row >= 0, column < side, row < side else { return }
                counts[row * side + column] += 1
            }
        }
        var smooth = counts
        for row in 1..<(side - 1) {
            for column in 1..<(side - 1) {
                var sum: Float = 0
                for v in -1...1 {
                    for u in -1...1 { sum += counts[(row + v) * side + column + u] }
                }
                smooth[row * side + column] = sum
            }
        }
        let area = Float.pi * Float(reach * reach * Self.binsPerPitch * Self.binsPerPitch)
        let ground = counts.reduce(0, +) / area * 9
        let deviation = (ground + 2).squareRoot()
        func excess(_ x: Double, _ y: Double) -> Float {
            let column = Int((x * Self.binsPerPitch).rounded()) + half
            let row = Int((y * Self.binsPerPitch).rounded()) + half
            guard column >= 0, row >= 0, column < side, row < side else { return 0 }
            return (smooth[row * side + column] - ground) / deviation
        }
        var best = (score: -Float.infinity, pitch: nominal, angle: 0.0)
        for step in -14...14 {
            let angle = Double(step) * 1.5 * Double.pi / 180
            let (cosine, sine) = (cos(angle), sin(angle))
            for share in stride(from: 0.8, through: 1.26, by: 0.03) {
                func along(_ distance: Double) -> Float {
                    excess(distance * share * cosine, distance * share * sine)
                }
                func across(_ distance: Double) -> Float {
                    excess(-distance * share * sine, distance * share * cosine)
                }
                var cells: Float = 0
                for cell in Self.cellPitches {
                    cells = max(cells, along(cell) + along(cell - 1))
                }
                let (down, right) = (across(1), along(1))
                // Both neighbours must be there: rows of print repeat in one direction only, and at
                // half the pitch only what lies farther off does.
                let near = min(down, 3 * right) + min(right, 3 * down)
                let score = near + 0.5 * min(across(2), near) + 0.5 * min(cells, near)
                if score > best.score { best = (score, share * nominal, angle) }
            }
        }
        pitch = best.pitch
        angle = best.angle
        score = Double(best.score)
    }
}

/// Points in square cells, for finding neighbours.
struct PointIndex {
    private let points: [SIMD2<Double>]
    private let cell: Double
    private let columns: Int
    private let rows: Int
    private let origin: SIMD2<Double>
    private var members: [[Int]]

    init(_ points: [SIMD2<Double>], cell: Double) {
        self.points = points
        self.cell = cell
        var low = SIMD2<Double>(repeating: .infinity)
        var high = SIMD2<Double>(repeating: -.infinity)
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        if points.isEmpty { (low, high) = (.zero, .zero) }
        origin = low
        columns = Int((high.x - low.x) / cell) + 1
        rows = Int((high.y - low.y) / cell) + 1
        members = [[Int]](repeating: [], count: columns * rows)
        for (i, point) in points.enumerated() {
            let place = (point - low) / cell
            members[Int(place.y) * columns + Int(place.x)].append(i)
        }
    }

    /// Calls `body` with every point at most `distance` (not over the cell's side) from `place`.
    func each(near place: SIMD2<Double>, within distance: Double, _ body: (Int) -> Void) {
        let centre = (place - origin) / cell
        let column = Int(centre.x.rounded(.down))
        let row = Int(centre.y.rounded(.down))
        for v in (row - 1)...(row + 1) where v >= 0 && v < rows {
            for u in (column - 1)...(column + 1) where u >= 0 && u < columns {
                for i in members[v * columns + u] {
                    let apart = points[i] - place
                    if (apart * apart).sum() <= distance * distance { body(i) }
                }
            }
        }
    }
}
