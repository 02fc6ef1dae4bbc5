/// A symmetric 3 by 3 matrix of normal equations.
struct SymmetricMatrix {
    var xx = 0.0
    var xy = 0.0
    var xz = 0.0
    var yy = 0.0
    var yz = 0.0
    var zz = 0.0

    /// Adds `weight` · v·vᵀ.
    @inline(__always)
    mutating func add(_ v: SIMD3<Double>, weight: Double) {
        xx += weight * v.x * v.x
        xy += weight * v.x * v.y
        xz += weight * v.x * v.z
        yy += weight * v.y * v.y
        yz += weight * v.y * v.z
        zz += weight * v.z * v.z
    }

    /// The determinant.
    var determinant: Double {
        xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
    }

    /// The vector that the matrix takes to `b`, or nil where it is singular (Cramer's rule).
    @inline(__always)
    func solved(_ b: SIMD3<Double>) -> SIMD3<Double>? {
        let cofactors = (
            yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy,
            xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy
        )
        let determinant = xx * cofactors.0 + xy * cofactors.1 + xz * cofactors.2
        guard determinant.magnitude > 1e-12 else { return nil }
        return SIMD3(
            cofactors.0 * b.x + cofactors.1 * b.y + cofactors.2 * b.z,
            cofactors.1 * b.x + cofactors.3 * b.y + cofactors.4 * b.z,
            cofactors.2 * b.x + cofactors.4 * b.y + cofactors.5 * b.z
        ) / determinant
    }
}
