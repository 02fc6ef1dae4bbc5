internal import Graphs
internal import Tensors

/// Which scale and zero point belong to which element: one for all, one for every place along an
/// axis, or one for every block of places.
enum QuantisationGrid {
    case single
    case places(stride: Int, extent: Int)
    /// `count` blocks of `size` places each.
    case blocks(stride: Int, extent: Int, size: Int, count: Int)

    /// Throws when `scale` does not fit `shape` and the node's axis and block size.
    init(_ node: Node, shape: [Int], scale: [Int]) throws(ModelError) {
        let size = try node.int("block_size") ?? 0
        guard size >= 0 else { throw node.error(.attribute("block_size must not be negative")) }
        if size == 0, scale.isEmpty || scale == [1] {
            self = .single
            return
        }
        let axis = try Axes.normalised(node.int("axis") ?? 1, rank: shape.count, node)
        let stride = Extents.strides(of: shape)[axis]
        let extent = shape[axis]
        var expected = [extent]
        self = .places(stride: stride, extent: extent)
        if size > 0 {
            let count = extent / size + (extent % size == 0 ? 0 : 1)
            expected = shape
            expected[axis] = count
            self = .blocks(stride: stride, extent: extent, size: size, count: count)
        }
        guard scale == expected else {
            throw node.error(.inputs("scale \(scale) for \(shape) in blocks of \(size)"))
        }
    }

    /// Index of the scale for element `place`.
    func index(of place: Int) -> Int {
        switch self {
        case .single: return 0
        case .places(let stride, let extent): return place / stride % extent
        case .blocks(let stride, let extent, let size, let count):
            let line = place / (stride * extent)
            let block = place / stride % extent / size
            return (line * count + block) * stride + place % stride
        }
    }
}

extension Tensor {
    /// The zero points for `scale`: those of input 2, or zeros where it is left out.
    static func zeroPoints(
        _ inputs: NodeInputs<Tensor>,
        for scale: Tensor,
        _ node: Node
    ) throws(ModelError) -> [Int] {
        guard let tensor = inputs.optional(2) else {
            return [Int](repeating: 0, count: scale.count)
        }
        guard let points = tensor.integers, points.count == scale.count else {
            throw node.error(.inputs("zero points \(tensor.shape) for scale \(scale.shape)"))
        }
        return points
    }
}
