internal import Graphs
internal import Tensors

/// Keeps one triangle of every matrix, and clears the other.
enum Trilu: Operator {
    static let name = "Trilu"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, { $0 != .string })
        if let rank = input.shape?.count, rank < 2 {
            throw node.error(.inputs("rank \(rank) is less than 2"))
        }
        return [ValueFact(input.elementType, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, { $0 != .string })
        let rank = input.shape.count
        guard rank >= 2 else { throw node.error(.inputs("rank \(rank) is less than 2")) }
        let (rows, columns) = (input.shape[rank - 2], input.shape[rank - 1])
        // Past the corners the diagonal makes no difference.
        let diagonal = min(max(try inputs.integer(1) ?? 0, -rows - 1), columns + 1)
        let isUpper = try node.int("upper") ?? 1 != 0
        let keeps = (0..<input.count).map { place in
            let distance = place % columns - place / columns % rows
            return isUpper ? distance >= diagonal : distance <= diagonal
        }
        let zero = try Tensor(scalar: UInt8(0)).converted(to: input.elementType, node)
        let conditions = Tensor(keeps, shape: input.shape)
        return try Where.evaluate(node, [conditions, input, zero])
    }
}
