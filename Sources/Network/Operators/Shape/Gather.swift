internal import Graphs
internal import Tensors

/// Takes places along `axis`; the shape of the indices takes the axis' place.
enum Gather: Operator {
    static let name = "Gather"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let indices = try inputs.required(1, { $0 == .int32 || $0 == .int64 })
        guard let shape = input.shape, let places = indices.shape else {
            return [ValueFact(input.elementType, nil)]
        }
        let axis = try Axes.normalised(node.int("axis") ?? 0, rank: shape.count, node)
        return [ValueFact(input.elementType, shape[..<axis] + places + shape[(axis + 1)...])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let indices = try Indices.read(inputs, node)
        let axis = try Axes.normalised(node.int("axis") ?? 0, rank: input.shape.count, node)
        let (before, after) = (input.shape[..<axis], input.shape[(axis + 1)...])
        let shape = Array(before + (try inputs.required(1).shape) + after)
        let count = try Extents.count(of: shape, node)
        let extent = input.shape[axis]
        var places: [Int] = []
        for index in indices { places.append(try Indices.normalised(index, of: extent, node)) }
        let length = after.reduce(1, *)
        let rows = count == 0 ? 0 : before.reduce(1, *)
        let starts = (0..<rows).flatMap { row in places.map { (row * extent + $0) * length } }
        let elements = try input.elements.accept(Runs(starts: starts, length: length))
        return [Tensor(elements, shape: shape, as: input.elementType)]
    }
}
