internal import Graphs
internal import Tensors

/// The shape of the input, or the part of it from `start` to `end`.
enum ShapeOf: Operator {
    static let name = "Shape"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        guard let shape = input.shape else { return [ValueFact(.int64, [.unknown])] }
        let part = shape[try range(node, rank: shape.count)]
        let known = part.compactMap(\.extent)
        guard known.count == part.count else { return [ValueFact(.int64, [.known(part.count)])] }
        return [ValueFact(Tensor(known.map { Int64($0) }, shape: [known.count]))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let shape = try NodeInputs(node, inputs).required(0).shape
        let part = shape[try range(node, rank: shape.count)]
        return [Tensor(part.map { Int64($0) }, shape: [part.count])]
    }

    private static func range(_ node: Node, rank: Int) throws(ModelError) -> Range<Int> {
        let start = clamped(try node.int("start") ?? 0, rank)
        let end = clamped(try node.int("end") ?? rank, rank)
        return start..<max(start, end)
    }

    private static func clamped(_ axis: Int, _ rank: Int) -> Int {
        min(max(axis < 0 ? axis + rank : axis, 0), rank)
    }
}

/// Number of elements of the input.
enum Size: Operator {
    static let name = "Size"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0)
        guard let extents = input.extents else { return [ValueFact(.int64, [])] }
        return [ValueFact(Tensor(scalar: Int64(try Extents.count(of: extents, node))))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        [Tensor(scalar: Int64(try NodeInputs(node, inputs).required(0).count))]
    }
}
