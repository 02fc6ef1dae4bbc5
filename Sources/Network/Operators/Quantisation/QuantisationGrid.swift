internal import Graphs
internal import Tensors

/// Which scale and zero point belong to which element: one for all, one for every place along an
/// axis, or one for every block of places.
struct QuantisationGrid {
    private let stride: Int
    private let extent: Int
    private let block: Int
    private let scales: Int

    /// Throws when `scale` does not fit `shape` and the node's axis and block size.
    init(_ node: Node, shape: [Int], scale: [Int]) throws(ModelError) {
        let scaleCount = try Extents.count(of: scale, node)
        let isSingle = scaleCount == 1 && scale.count <= 1
        let block = try node.int("block_size") ?? 0
        guard !isSingle || block > 0 else {
            (stride, extent, self.block, scales) = (1, 1, 1, 1)
            return
        }
        let axis = try Axes.normalised(node.int("axis") ?? 1, rank: shape.count, node)
        stride = Extents.strides(of: shape)[axis]
        extent = shape[axis]
        var expected = [extent]
        if block > 0 {
            expected = shape
            expected[axis] = extent / block + (extent % block == 0 ? 0 : 1)
        }
        guard block >= 0, scale == expected else {
            throw node.error(.inputs("scale \(scale) for \(shape) and block size \(block)"))
        }
        self.block = max(1, block)
        scales = block > 0 ? expected[axis] : 0
    }

    /// Index of the scale for element `place`.
    func index(of place: Int) -> Int {
        let along = place / stride % extent
        // Along an axis there is one row of scales, in blocks as many as there are rows.
        guard scales > 0 else { return along }
        return (place / (stride * extent) * scales + along / block) * stride + place % stride
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
