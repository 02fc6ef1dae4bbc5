import Imaging

/// Slopes under lights whose directions are known.
extension LightShares {
    /// Deviation that needs no reason: noise, and edges of print that are seen a little apart.
    private static let usualRest: Float = 0.06
    /// Deviation from which a pixel is solved again, as a multiple.
    private static let oddest: Float = 3
    private static let roundCount = 5

    /// The slopes of the board under `lights`, in the pictures' order; nil where the lights lie in a
    /// plane, or their number is not that of the pictures.
    ///
    /// By least squares; where a pixel does not follow, by least absolute deviations: highlights and
    /// shadows then count little. Any thread.
    public func slopes(under lights: LightSet) -> SlopeField? {
        guard lights.lights.count == changes.count else { return nil }
        let vectors = lights.lights.map { $0.vector * $0.intensity }
        let total = vectors.reduce(SIMD3<Double>.zero, +)
        guard total.z > 0, vectors.allSatisfy({ $0.z > 0 }) else { return nil }
        // Slopes downwards are along −y.
        let turns = vectors.map {
            SIMD2(total.x / total.z - $0.x / $0.z, $0.y / $0.z - total.y / total.z)
        }
        var normal = SymmetricPair()
        for turn in turns { normal.add(SIMD2<Float>(turn), weight: 1) }
        guard let right = normal.inverted else { return nil }
        let factors = turns.map { right.times(SIMD2<Float>($0)) }
        var across = Self.sum(changes, factors.map { Double($0.x) })
        var along = Self.sum(changes, factors.map { Double($0.y) })
        let directions = turns.map { SIMD2<Float>($0) }
        for i in oddPixels(across, along, directions) {
            let slope = robust(i, SIMD2(across.values[i], along.values[i]), directions)
            (across.values[i], along.values[i]) = (slope.x, slope.y)
        }
        return SlopeField(across: across, along: along, blockSide: 1)
    }

    /// The pixels whose changes the slopes do not explain.
    private func oddPixels(_ across: Plane, _ along: Plane, _ turns: [SIMD2<Float>]) -> [Int] {
        var most = Plane(width: across.width, height: across.height, filledWith: 0)
        for (change, turn) in zip(changes, turns) {
            for i in most.values.indices {
                let explained = turn.x * across.values[i] + turn.y * along.values[i]
                most.values[i] = max(most.values[i], (change.values[i] - explained).magnitude)
            }
        }
        let limit = Self.oddest * Self.usualRest
        return most.values.indices.filter { most.values[$0] > limit }
    }

    private func robust(_ i: Int, _ first: SIMD2<Float>, _ turns: [SIMD2<Float>]) -> SIMD2<Float> {
        var slope = first
        for _ in 0..<Self.roundCount {
            var normal = SymmetricPair()
            var right = SIMD2<Float>.zero
            for (change, turn) in zip(changes, turns) {
                let rest = change.values[i] - (turn * slope).sum()
                let weight = PixelSolver.weight(rest, usual: Self.usualRest)
                normal.add(turn, weight: weight)
                right += turn * (weight * change.values[i])
            }
            guard let inverse = normal.inverted else { return slope }
            slope = inverse.times(right)
        }
        return slope
    }
}

/// A symmetric 2 by 2 matrix of normal equations.
private struct SymmetricPair {
    var xx: Float = 0
    var xy: Float = 0
    var yy: Float = 0

    /// Adds `weight` · v·vᵀ.
    mutating func add(_ v: SIMD2<Float>, weight: Float) {
        xx += weight * v.x * v.x
        xy += weight * v.x * v.y
        yy += weight * v.y * v.y
    }

    /// Nil where it is singular.
    var inverted: SymmetricPair? {
        let determinant = xx * yy - xy * xy
        guard determinant > 1e-9 * (xx + yy) * (xx + yy) else { return nil }
        return SymmetricPair(xx: yy / determinant, xy: -xy / determinant, yy: xx / determinant)
    }

    func times(_ v: SIMD2<Float>) -> SIMD2<Float> {
        SIMD2(xx * v.x + xy * v.y, xy * v.x + yy * v.y)
    }
}
