internal import Graphs
internal import Tensors

/// Cuts a tensor along `axis` into the stated lengths, or into parts as equal as possible.
enum Split: Operator {
    static let name = "Split"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let shape = input.shape else {
            return node.outputs.map { _ in ValueFact(input.elementType, nil) }
        }
        let axis = try Axes.normalised(node.int("axis") ?? 0, rank: shape.count, node)
        return try parts(node, inputs, of: shape[axis]).map { part in
            var own = shape
            own[axis] = part
            return ValueFact(input.elementType, own)
        }
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let axis = try Axes.normalised(node.int("axis") ?? 0, rank: input.shape.count, node)
        let lengths = try lengths(node, inputs, of: input.shape[axis])
        let strides = Extents.strides(of: input.shape)
        var results: [Tensor] = []
        var start = 0
        for length in lengths {
            var shape = input.shape
            shape[axis] = length
            let view = StridedView(shape: shape, strides: strides, offset: start * strides[axis])
            results.append(try input.seen(through: view))
            start += length
        }
        return results
    }

    private static func parts(
        _ node: Node,
        _ inputs: NodeInputs<ValueFact>,
        of extent: Dimension
    ) throws(ModelError) -> [Dimension] {
        if usesInput(node), inputs.isVariable(1) { return Dimension.unknowns(node.outputs.count) }
        if case .known(let extent) = extent {
            return try lengths(node, inputs.constants, of: extent).map { .known($0) }
        }
        guard let stated = try stated(node, inputs.constants) else {
            return Dimension.unknowns(node.outputs.count)
        }
        return stated.map { .known($0) }
    }

    private static func usesInput(_ node: Node) -> Bool { node.opset < 2 || node.opset >= 13 }

    private static func stated(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>
    ) throws(ModelError) -> [Int]? {
        var stated = usesInput(node) ? try inputs.integers(1) : nil
        if node.opset < 13, stated == nil { stated = try node.ints("split") }
        guard let stated else { return nil }
        guard stated.count == node.outputs.count, stated.allSatisfy({ $0 >= 0 }) else {
            throw node.error(.inputs("\(node.outputs.count) parts of \(stated)"))
        }
        return stated
    }

    private static func lengths(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        of extent: Int
    ) throws(ModelError) -> [Int] {
        if let stated = try stated(node, inputs) {
            let sum = try Dimension.sum(stated.map { .known($0) }, node)
            guard sum == .known(extent) else {
                throw node.error(.inputs("\(extent) in parts of \(stated)"))
            }
            return stated
        }
        let count = node.outputs.count
        guard count > 0, try node.int("num_outputs") ?? count == count else {
            throw node.error(.attribute("num_outputs for \(count) outputs"))
        }
        guard node.opset >= 18 || extent % count == 0 else {
            throw node.error(.inputs("\(extent) in \(count) equal parts"))
        }
        let length = extent / count + (extent % count == 0 ? 0 : 1)
        return (0..<count).map { min(length, max(0, extent - $0 * length)) }
    }
}
