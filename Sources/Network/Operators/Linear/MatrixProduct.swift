/// Products of row-major matrices, from any place of two arrays.
struct MatrixProduct {
    /// Rows of the first matrix.
    let rows: Int
    /// Columns of the first matrix and rows of the second.
    let inner: Int
    /// Columns of the second matrix.
    let columns: Int

    /// The product in double precision of the matrices that begin at `start` and `other`.
    func reals(_ first: [Double], _ start: Int, _ second: [Double], _ other: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for step in 0..<inner {
                let factor = first[start + row * inner + step]
                let from = other + step * columns
                let to = row * columns
                for column in 0..<columns {
                    sums[to &+ column] += factor * second[from &+ column]
                }
            }
        }
        return sums
    }

    /// The product of machine words that wrap around.
    func words(_ first: [Int], _ start: Int, _ second: [Int], _ other: Int) -> [Int] {
        var sums = [Int](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for step in 0..<inner {
                let factor = first[start + row * inner + step]
                let from = other + step * columns
                let to = row * columns
                for column in 0..<columns {
                    sums[to &+ column] &+= factor &* second[from &+ column]
                }
            }
        }
        return sums
    }
}
