internal import Graphs
internal import Tensors

/// An operator that combines two tensors of truth values, stretched to a common shape.
protocol Logic: Operator {
    /// The result for one pair.
    static func combine(_ first: Bool, _ second: Bool) -> Bool
}

extension Logic {
    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let (first, second) = try NodeInputs(node, inputs).pair({ $0 == .bool })
        return [ValueFact(.bool, try LegacyAlignment.aligned(first, second, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let (first, second) = try NodeInputs(node, inputs).pair({ $0 == .bool })
        let broadcast = try LegacyAlignment.broadcast(first, second, node)
        let combined = broadcast.combine(
            try first.elements.values(as: Bool.self, node),
            try second.elements.values(as: Bool.self, node),
            combine
        )
        return [Tensor(combined, shape: broadcast.shape)]
    }
}

enum And: Logic {
    static let name = "And"

    static func combine(_ first: Bool, _ second: Bool) -> Bool { first && second }
}

enum Or: Logic {
    static let name = "Or"

    static func combine(_ first: Bool, _ second: Bool) -> Bool { first || second }
}

enum Xor: Logic {
    static let name = "Xor"

    static func combine(_ first: Bool, _ second: Bool) -> Bool { first != second }
}
