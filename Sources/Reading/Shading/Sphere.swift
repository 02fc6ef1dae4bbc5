public import Imaging

/// The picture of a sphere: centre and radius in pixels, seen from far away.
public struct Sphere: Sendable, Equatable {
    /// Column of the centre.
    public let x: Double
    /// Row of the centre.
    public let y: Double
    /// Radius in pixels; over 0.
    public let radius: Double

    /// Makes a sphere.
    public init(x: Double, y: Double, radius: Double) {
        precondition(radius > 0)
        self.x = x
        self.y = y
        self.radius = radius
    }

    /// The sphere of `surface` in `pictures`, taken from all of them together; nil where no circle is
    /// found that at least half the outline follows.
    ///
    /// A white sphere goes over into its own dark and is told by what is brighter than the ground under
    /// any light; a chrome one shows a room with lights in it and is told by its edge.
    public init?(foundIn pictures: [Plane], of surface: SphereCalibration.Surface) {
        let (outline, edge) = (SphereOutline.circle(in: pictures), CircleSearch(pictures)?.circle())
        guard let found = surface == .chrome ? edge ?? outline : outline ?? edge else { return nil }
        self = found
    }

    /// The circle that most of `points` lie on: least squares on its equation, again and again without
    /// what lies off it; nil where there is none.
    init?(through points: [SIMD2<Double>]) {
        var kept = points
        var found: Sphere?
        for _ in 0..<12 {
            var matrix = SymmetricMatrix()
            var right = SIMD3<Double>.zero
            for point in kept {
                let row = SIMD3(point.x, point.y, 1)
                matrix.add(row, weight: 1)
                right += row * (point * point).sum()
            }
            guard let solution = matrix.solved(right) else { break }
            let centre = SIMD2(solution.x / 2, solution.y / 2)
            let square = solution.z + (centre * centre).sum()
            guard square > 4 else { return nil }
            let circle = Sphere(x: centre.x, y: centre.y, radius: square.squareRoot())
            found = circle
            let misfits = points.map { circle.misfit($0).magnitude }
            let limit = max(misfits.sorted()[misfits.count / 2] * 2, 0.75)
            let next = zip(points, misfits).filter { $0.1 <= limit }.map(\.0)
            guard next.count >= max(16, points.count / 3) else { break }
            kept = next
        }
        guard let circle = found else { return nil }
        let near = points.count { circle.misfit($0).magnitude < max(1.5, circle.radius * 0.03) }
        guard near * 2 >= points.count else { return nil }
        self = circle
    }

    private func misfit(_ point: SIMD2<Double>) -> Double {
        ((point.x - x) * (point.x - x) + (point.y - y) * (point.y - y)).squareRoot() - radius
    }

    /// The sphere's normal at a place of the picture, or nil outside.
    public func normal(x column: Double, y row: Double) -> SIMD3<Double>? {
        let right = (column - x) / radius
        let up = (y - row) / radius
        let square = right * right + up * up
        guard square < 1 else { return nil }
        return SIMD3(right, up, (1 - square).squareRoot())
    }
}
