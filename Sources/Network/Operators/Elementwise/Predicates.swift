internal import Graphs
internal import Tensors

enum IsNaN: Operator {
    static let name = "IsNaN"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, \.isFloating)
        return [ValueFact(.bool, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, \.isFloating)
        return [Tensor(try input.doubles(node).map(\.isNaN), shape: input.shape)]
    }
}

enum IsInf: Operator {
    static let name = "IsInf"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, \.isFloating)
        _ = try signs(node)
        return [ValueFact(.bool, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, \.isFloating)
        let (takesNegative, takesPositive) = try signs(node)
        let isInfinite = try input.doubles(node).map { value in
            value.isInfinite && (value < 0 ? takesNegative : takesPositive)
        }
        return [Tensor(isInfinite, shape: input.shape)]
    }

    private static func signs(
        _ node: Node
    ) throws(ModelError) -> (negative: Bool, positive: Bool) {
        (try node.int("detect_negative") != 0, try node.int("detect_positive") != 0)
    }
}
