import Graphs

/// How the windows of a transposed convolution lie on its output.
struct TransposedForm {
    private let node: Node
    private let kernel: [Int?]
    private let strides: [Int]
    private let dilations: [Int]
    private let pads: [Int]
    private let growth: [Int]
    private let stated: [Int]?
    private let autoPad: String

    /// Reads the attributes of a node whose windows have the extents `weights`, nil where unknown.
    init(_ node: Node, weights: [Int?]) throws(ModelError) {
        let rank = weights.count
        self.node = node
        kernel = try WindowForm(node, rank: rank, weights: weights).kernel
        strides = try WindowForm.list(node, "strides", count: rank, 1, or: 1)
        dilations = try WindowForm.list(node, "dilations", count: rank, 1, or: 1)
        pads = try WindowForm.list(node, "pads", count: 2 * rank, 0, or: 0)
        growth = try WindowForm.list(node, "output_padding", count: rank, 0, or: 0)
        stated = try Self.stated(node, rank: rank)
        autoPad = try node.string("auto_pad") ?? ""
    }

    /// The attribute `output_shape`, which some exporters write with batch and channels.
    private static func stated(_ node: Node, rank: Int) throws(ModelError) -> [Int]? {
        guard let shape = try node.ints("output_shape"), !shape.isEmpty else { return nil }
        let spatial = Array(shape.suffix(rank))
        guard shape.count == rank || shape.count == rank + 2,
            spatial.allSatisfy({ (1...WindowForm.attributeMax).contains($0) })
        else {
            throw node.error(.attribute("output_shape is \(shape)"))
        }
        return spatial
    }

    /// The windows of `axis`, one for each of the `image` places, over the output as their input;
    /// nil where the kernel is not known.
    func windows(_ axis: Int, image: Int) throws(ModelError) -> WindowAxis? {
        guard let kernel = kernel[axis] else { return nil }
        guard image >= 1 else { throw node.error(.inputs("an empty image")) }
        let full = (image - 1) * strides[axis] + growth[axis] + dilations[axis] * (kernel - 1) + 1
        var (before, after) = (pads[axis], pads[axis + pads.count / 2])
        let isSame = autoPad == "SAME_UPPER" || autoPad == "SAME_LOWER"
        if autoPad == "VALID" { (before, after) = (0, 0) }
        let wanted = stated?[axis] ?? (isSame ? image * strides[axis] : nil)
        if let wanted {
            let padding = max(0, full - wanted)
            before = autoPad == "SAME_UPPER" ? padding / 2 : padding - padding / 2
            after = padding - before
        }
        let output = stated?[axis] ?? full - before - after
        guard output >= 1 else {
            throw node.error(.inputs("padding leaves nothing of \(full) places"))
        }
        return WindowAxis(
            kernel: kernel,
            stride: strides[axis],
            dilation: dilations[axis],
            padBefore: before,
            padAfter: after,
            input: output,
            output: image
        )
    }
}
