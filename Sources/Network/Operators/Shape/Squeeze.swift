internal import Graphs
internal import Tensors

/// Removes axes of extent 1: the named ones, or all.
enum Squeeze: Operator {
    static let name = "Squeeze"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let areUnknown = node.opset >= 13 && inputs.isVariable(1)
        guard let shape = input.shape, !areUnknown else {
            return [ValueFact(input.elementType, nil)]
        }
        let axes = try NamedAxes.find(node, inputs.constants, since: 13)
        if axes == nil, input.extents == nil { return [ValueFact(input.elementType, nil)] }
        return [ValueFact(input.elementType, try squeezed(shape, axes, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let axes = try NamedAxes.find(node, inputs, since: 13)
        let shape = try squeezed(input.shape.map { .known($0) }, axes, node)
        return [input.reshaped(shape.compactMap(\.extent))]
    }

    private static func squeezed(
        _ shape: [Dimension],
        _ axes: [Int]?,
        _ node: Node
    ) throws(ModelError) -> [Dimension] {
        guard let axes else { return shape.filter { $0 != .known(1) } }
        var isRemoved = [Bool](repeating: false, count: shape.count)
        for axis in axes {
            let place = try Axes.normalised(axis, rank: shape.count, node)
            _ = try shape[place].unified(with: .known(1), node)
            isRemoved[place] = true
        }
        return shape.indices.filter { !isRemoved[$0] }.map { shape[$0] }
    }
}

/// Adds axes of extent 1 where they stand in the result.
enum Unsqueeze: Operator {
    static let name = "Unsqueeze"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let shape = input.shape, !(node.opset >= 13 && inputs.isVariable(1)) else {
            return [ValueFact(input.elementType, nil)]
        }
        let axes = try NamedAxes.find(node, inputs.constants, since: 13)
        return [ValueFact(input.elementType, try unsqueezed(shape, axes, one: .known(1), node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let axes = try NamedAxes.find(node, inputs, since: 13)
        return [input.reshaped(try unsqueezed(input.shape, axes, one: 1, node))]
    }

    private static func unsqueezed<Extent>(
        _ shape: [Extent],
        _ axes: [Int]?,
        one: Extent,
        _ node: Node
    ) throws(ModelError) -> [Extent] {
        guard let axes else { throw node.error(.attribute("axes is missing")) }
        let rank = shape.count + axes.count
        var isAdded = [Bool](repeating: false, count: rank)
        for axis in try Axes.normalised(axes, rank: rank, node) { isAdded[axis] = true }
        var rest = shape[...]
        return isAdded.map { $0 ? one : rest.popFirst() ?? one }
    }
}
