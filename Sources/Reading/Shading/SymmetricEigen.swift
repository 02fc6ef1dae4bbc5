internal import Glibc

/// Eigenvalues and eigenvectors of a small symmetric matrix, by rotations (Jacobi, 1846).
struct SymmetricEigen {
    /// Sweeps over all pairs; a dozen rows need fewer.
    private static let sweepCount = 30

    /// Eigenvalues, ascending.
    let values: [Double]
    /// Unit eigenvectors, in the order of the values.
    let vectors: [[Double]]

    /// Of `matrix`, whose lower half is taken to be its upper one.
    init(_ matrix: [[Double]]) {
        var a = matrix
        let count = a.count
        var v = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
        for _ in 0..<Self.sweepCount {
            for p in 0..<count {
                for q in (p + 1)..<max(count, p + 1) where a[p][q] != 0 {
                    let ratio = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let sign = ratio < 0 ? -1.0 : 1.0
                    let tangent = sign / (abs(ratio) + (ratio * ratio + 1).squareRoot())
                    let cosine = 1 / (tangent * tangent + 1).squareRoot()
                    let sine = tangent * cosine
                    for k in 0..<count {
                        (a[k][p], a[k][q]) = (
                            cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q]
                        )
                    }
                    for k in 0..<count {
                        (a[p][k], a[q][k]) = (
                            cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k]
                        )
                        (v[k][p], v[k][q]) = (
                            cosine * v[k][p] - sine * v[k][q], sine * v[k][p] + cosine * v[k][q]
                        )
                    }
                }
            }
        }
        let order = (0..<count).sorted { a[$0][$0] < a[$1][$1] }
        values = order.map { a[$0][$0] }
        vectors = order.map { column in (0..<count).map { v[$0][column] } }
    }
}
