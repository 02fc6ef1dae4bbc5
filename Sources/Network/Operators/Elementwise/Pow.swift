internal import Glibc
internal import Graphs
internal import Tensors

/// The first input to the power of the second, in the type of the first.
enum Pow: Operator {
    static let name = "Pow"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let base = try inputs.required(0, \.isNumber)
        let exponent = try inputs.required(1, \.isNumber)
        return [ValueFact(base.elementType, try LegacyAlignment.aligned(base, exponent, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let base = try inputs.required(0, \.isNumber)
        let exponent = try inputs.required(1, \.isNumber)
        let broadcast = try LegacyAlignment.broadcast(base, exponent, node)
        let raised =
            if base.elementType.isInteger, let integers = exponent.integers {
                try base.elements.acceptNumbers(
                    WholePower(exponents: integers, broadcast: broadcast),
                    node
                )
            } else {
                try base.elements.acceptNumbers(
                    RealPower(exponents: exponent.doubles(node), broadcast: broadcast),
                    node
                )
            }
        return [Tensor(rounding: raised, shape: broadcast.shape, to: base.elementType)]
    }
}

private struct WholePower: NumberVisitor {
    let exponents: [Int]
    let broadcast: Broadcast

    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        Number.elements(broadcast.combine(values, exponents) { .power($0, $1) })
    }
}

private struct RealPower: NumberVisitor {
    let exponents: [Double]
    let broadcast: Broadcast

    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        Number.elements(
            broadcast.combine(values, exponents) { Number(saturating: pow($0.double, $1)) }
        )
    }
}
