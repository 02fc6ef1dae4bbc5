import Imaging

/// Photometric stereo with four lights, in closed form: the way of the line.
///
/// Four observations of three unknowns leave one residual. Where it is large, the brightest of the
/// four is taken for a highlight if it is too bright for the other three, and the darkest for a
/// shadow if it is too dark for them; the normal then comes from those three. Barsky, Petrou: The
/// 4-source photometric stereo technique, PAMI 25(10), 2003.
struct FourLights {
    /// Share of the pixel's mean level from which the residual counts as no noise.
    static let residualMin: Float = 0.12
    /// Share of the mean level under which the darkest may be a shadow.
    static let shadowMax: Float = 0.35
    /// Least share of a light in the residual for it to be left out: less, and the others lie in a
    /// plane.
    private static let shareMin = 0.05

    private let kernel: FourLightKernel

    init(_ lights: [LightDirection]) {
        precondition(lights.count == 4)
        let rows = lights.map { $0.vector * $0.intensity }
        let residual = Self.residual(rows)
        let whole = Self.inverse(rows, without: nil)
        var excesses = SIMD4<Float>.zero
        var moves = [SIMD3<Float>](repeating: .zero, count: 4)
        for left in 0..<4 where residual[left].magnitude >= Self.shareMin {
            excesses[left] = Float(1 / residual[left])
            let inverse = Self.inverse(rows, without: left)
            for axis in 0..<3 {
                let move = ((inverse[axis] - whole[axis]) * residual).sum()
                moves[left][axis] = Float(move)
            }
        }
        kernel = FourLightKernel(
            solution: whole.map { SIMD4<Float>($0) },
            residual: SIMD4<Float>(residual),
            excesses: excesses,
            moves: moves,
            levelMin: Float(PixelSolver.levelMin),
            residualMin: Self.residualMin,
            shadowMax: Self.shadowMax
        )
    }

    /// The unit vector at right angles to everything that a surface can give.
    private static func residual(_ rows: [SIMD3<Double>]) -> SIMD4<Double> {
        var result = SIMD4<Double>.zero
        for left in 0..<4 {
            let others = (0..<4).filter { $0 != left }.map { rows[$0] }
            let (a, b, c) = (others[0], others[1], others[2])
            let determinant =
                a.x * (b.y * c.z - b.z * c.y) - a.y * (b.x * c.z - b.z * c.x)
                + a.z * (b.x * c.y - b.y * c.x)
            result[left] = left % 2 == 0 ? determinant : -determinant
        }
        let length = (result * result).sum().squareRoot()
        return length > 0 ? result / length : result
    }

    /// The 3 by 4 matrix from levels to ρ·n; a left-out light has a column of 0.
    private static func inverse(_ rows: [SIMD3<Double>], without left: Int?) -> [SIMD4<Double>] {
        var matrix = SymmetricMatrix()
        for k in 0..<4 where k != left { matrix.add(rows[k], weight: 1) }
        var result = [SIMD4<Double>](repeating: .zero, count: 3)
        for k in 0..<4 where k != left {
            guard let column = matrix.solved(rows[k]) else { continue }
            for axis in 0..<3 { result[axis][k] = column[axis] }
        }
        return result
    }

    func normals(_ pictures: [Plane]) -> NormalField {
        let (x, y, z, length) = kernel.normals(pictures)
        return NormalField(x: x, y: y, z: z, albedo: length)
    }
}
