import Imaging

/// Photometric stereo with four lights, eight pixels at a time: the way of the line.
///
/// Four observations of three unknowns leave one residual. Where it is large, the brightest of the
/// four is taken for a highlight if it is too bright for the other three, and the darkest for a
/// shadow if it is too dark for them; the normal then comes from those three. The fourth light's
/// prediction from the others is linear in the levels, so every case is one product with a constant
/// matrix. Barsky, Petrou: The 4-source photometric stereo technique, PAMI 25(10), 2003.
struct FourLights {
    /// Share of the pixel's mean level from which the residual counts as no noise.
    static let residualMin: Float = 0.12

    /// Rows of the solution from all four lights, then without light 0, 1, 2, 3.
    private let inverses: [[SIMD4<Float>]]
    /// What each level is over the prediction of the other three.
    private let excess: [SIMD4<Float>]

    init(_ lights: [LightDirection]) {
        precondition(lights.count == 4)
        let rows = lights.map { $0.vector * $0.intensity }
        inverses =
            [Self.inverse(rows, without: nil)] + (0..<4).map { Self.inverse(rows, without: $0) }
        excess = (0..<4).map { left in
            let inverse = Self.inverse(rows, without: left)
            var result = SIMD4<Float>(repeating: 0)
            result[left] = 1
            let row = rows[left]
            for k in 0..<4 {
                result[k] -=
                    Float(row.x) * inverse[0][k] + Float(row.y) * inverse[1][k]
                    + Float(row.z) * inverse[2][k]
            }
            return result
        }
    }

    /// The 3 by 4 matrix from levels to ρ·n; a left-out light has a column of 0.
    private static func inverse(_ rows: [SIMD3<Double>], without left: Int?) -> [SIMD4<Float>] {
        var matrix = SymmetricMatrix()
        for k in 0..<4 where k != left { matrix.add(rows[k], weight: 1) }
        var result = [SIMD4<Float>](repeating: .zero, count: 3)
        for k in 0..<4 where k != left {
            guard let column = matrix.solved(rows[k]) else { continue }
            for axis in 0..<3 { result[axis][k] = Float(column[axis]) }
        }
        return result
    }

    func normals(_ pictures: [Plane]) -> NormalField {
        var field = NormalField(width: pictures[0].width, height: pictures[0].height)
        let (a, b) = (pictures[0].values, pictures[1].values)
        let (c, d) = (pictures[2].values, pictures[3].values)
        let count = a.count
        for i in 0..<count {
            let levels = SIMD4(a[i], b[i], c[i], d[i])
            let scaled = solve(levels)
            field.put(scaled, at: i)
        }
        return field
    }

    @inline(__always)
    private func solve(_ levels: SIMD4<Float>) -> SIMD3<Float> {
        let brightest = levels.max()
        guard brightest >= Float(PixelSolver.levelMin) else { return .zero }
        let darkest = levels.min()
        let mean = levels.sum() * 0.25
        var choice = 0
        let limit = Self.residualMin * mean
        var worst = limit
        for k in 0..<4 {
            let over = (excess[k] * levels).sum()
            if levels[k] == brightest, over > worst {
                choice = k + 1
                worst = over
            } else if levels[k] == darkest, -over > worst, darkest < 0.35 * mean {
                choice = k + 1
                worst = -over
            }
        }
        let rows = inverses[choice]
        return SIMD3(
            (rows[0] * levels).sum(),
            (rows[1] * levels).sum(),
            (rows[2] * levels).sum()
        )
    }
}
