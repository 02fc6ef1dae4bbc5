internal import Graphs
internal import Tensors

/// What division leaves: with the sign of the divisor, or of the dividend with `fmod`.
enum Mod: Operator {
    static let name = "Mod"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try node.int("fmod") ?? 0 != 0
            ? Truncated.infer(node, inputs) : Floored.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try node.int("fmod") ?? 0 != 0
            ? Truncated.evaluate(node, inputs) : Floored.evaluate(node, inputs)
    }

    private enum Truncated: Arithmetic {
        static let name = Mod.name

        static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
            .remainder(first, second)
        }
    }

    private enum Floored: Arithmetic {
        static let name = Mod.name

        static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
            let rest = Number.remainder(first, second)
            let isOpposite = rest != .zero && (rest < .zero) != (second < .zero)
            return isOpposite ? .sum(rest, second) : rest
        }
    }
}
