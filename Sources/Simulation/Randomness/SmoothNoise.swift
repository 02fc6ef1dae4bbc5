/// Continuous noise of one variable, -1...1, from a lattice of seeded values.
///
/// Random access: any argument can be asked in any order and gives the same answer.
struct SmoothNoise: Sendable {
    let seed: UInt64
    let purpose: Draw.Purpose
    let stream: Int
    let period: Double

    /// The value at `position`, which has the unit of `period`.
    func callAsFunction(_ position: Double) -> Double {
        let scaled = position / period
        let cell = scaled.rounded(.down)
        let fraction = scaled - cell
        let weight = fraction * fraction * (3 - 2 * fraction)
        let before = knot(Int(cell))
        return before + (knot(Int(cell) + 1) - before) * weight
    }

    private func knot(_ index: Int) -> Double {
        var draw = Draw(seed: seed, purpose, stream, index)
        return draw.between(-1, 1)
    }
}

/// Four continuous noise fields over the plane, each -1...1, with one knot per `spacing` pixels.
struct NoiseLattice: Sendable {
    let seed: UInt64
    let purpose: Draw.Purpose
    let stream: Int
    let spacing: Int

    /// Knots along row `row`, interpolated between the knot rows above and below it.
    func row(_ row: Int, knots count: Int) -> [SIMD4<Float>] {
        let cell = row >= 0 ? row / spacing : (row - spacing + 1) / spacing
        let fraction = Float(row - cell * spacing) / Float(spacing)
        let weight = fraction * fraction * (3 - 2 * fraction)
        return (0..<count).map { column in
            let above = knot(column, cell)
            return above + (knot(column, cell + 1) - above) * weight
        }
    }

    private func knot(_ column: Int, _ row: Int) -> SIMD4<Float> {
        var draw = Draw(seed: seed, purpose, stream, column, row)
        return SIMD4(
            Float(draw.between(-1, 1)),
            Float(draw.between(-1, 1)),
            Float(draw.between(-1, 1)),
            Float(draw.between(-1, 1))
        )
    }
}
