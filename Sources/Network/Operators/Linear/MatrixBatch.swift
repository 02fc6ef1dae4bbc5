import Graphs

/// Pairs of matrices in two tensors whose leading axes stretch to a common batch.
struct MatrixBatch {
    /// The product of one pair.
    let product: MatrixProduct
    private let starts: [(first: Int, second: Int)]

    /// Takes the shapes of two tensors that ``MatMul`` accepts.
    init(_ first: [Int], _ second: [Int], _ node: Node) throws(ModelError) {
        let left = first.count == 1 ? [1] + first : first
        let right = second.count == 1 ? second + [1] : second
        let rows = left[left.count - 2]
        let inner = left[left.count - 1]
        let columns = right[right.count - 1]
        product = MatrixProduct(rows: rows, inner: inner, columns: columns)
        let broadcast = try Broadcast([left.dropLast(2), right.dropLast(2)], node)
        var starts: [(first: Int, second: Int)] = []
        var walk = StridedWalk(
            shape: broadcast.shape,
            strides: [broadcast.strides(of: 0), broadcast.strides(of: 1)]
        )
        while starts.count < broadcast.count {
            starts.append((walk.offsets[0] * rows * inner, walk.offsets[1] * inner * columns))
            if !walk.advance() { break }
        }
        self.starts = starts
    }

    /// Joins what `body` makes of each pair, told by where its matrices begin.
    func flatMap<Element>(_ body: (Int, Int) -> [Element]) -> [Element] {
        starts.flatMap { body($0.first, $0.second) }
    }
}
