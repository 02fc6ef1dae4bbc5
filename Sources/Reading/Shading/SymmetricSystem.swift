/// Normal equations of any number of unknowns, solved by Cholesky's method.
struct SymmetricSystem {
    let count: Int
    /// Lower triangle, row by row, in a full square.
    private var matrix: [Double]
    /// The right side.
    var right: [Double]

    init(count: Int) {
        self.count = count
        matrix = [Double](repeating: 0, count: count * count)
        right = [Double](repeating: 0, count: count)
    }

    /// Adds to the element in row `i` and column `j`, at most `i`.
    @inline(__always)
    mutating func add(_ value: Double, _ i: Int, _ j: Int) { matrix[i * count + j] += value }

    /// The solution with the diagonal enlarged by the share `damping`, every unknown within its
    /// range; nil where there is none.
    ///
    /// What leaves its range is held at its end, and the others are solved again.
    func solved(damping: Double, within ranges: [ClosedRange<Double>]) -> [Double]? {
        var held = [Double?](repeating: nil, count: count)
        while let solution = solved(damping: damping, holding: held) {
            let outside = solution.indices.filter {
                held[$0] == nil && !ranges[$0].contains(solution[$0])
            }
            if outside.isEmpty { return solution }
            for i in outside {
                held[i] = min(max(solution[i], ranges[i].lowerBound), ranges[i].upperBound)
            }
        }
        return nil
    }

    private func solved(damping: Double, holding held: [Double?]) -> [Double]? {
        var lower = matrix
        var solution = right
        for (i, value) in held.enumerated() {
            guard let value else { continue }
            for j in 0..<count {
                let at = max(i, j) * count + min(i, j)
                solution[j] -= lower[at] * value
                lower[at] = 0
            }
        }
        for (i, value) in held.enumerated() {
            guard let value else { continue }
            lower[i * count + i] = 1 / (1 + damping)
            solution[i] = value
        }
        for i in 0..<count {
            for j in 0...i {
                var sum = lower[i * count + j]
                if i == j { sum *= 1 + damping }
                for k in 0..<j { sum -= lower[i * count + k] * lower[j * count + k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[i * count + i] = sum.squareRoot()
                } else {
                    lower[i * count + j] = sum / lower[j * count + j]
                }
            }
            for k in 0..<i { solution[i] -= lower[i * count + k] * solution[k] }
            solution[i] /= lower[i * count + i]
        }
        for i in (0..<count).reversed() {
            for k in (i + 1)..<max(count, i + 1) {
                solution[i] -= lower[k * count + i] * solution[k]
            }
            solution[i] /= lower[i * count + i]
        }
        return solution
    }
}
