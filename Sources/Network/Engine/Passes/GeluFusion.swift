internal import Graphs
internal import Tensors

/// Makes one Gelu of x · (1 + erf(x / √2)) / 2 and of
/// x · (1 + tanh(√(2 / π) · (x + 0.044715 x³))) / 2, however the factors are ordered.
enum GeluFusion {
    /// A value, what it is multiplied by but for 1 / 2, and which Gelu that makes.
    private struct Gate {
        var value: String
        var sum: String
        var approximation: String
    }

    /// Products from the gate on within which 1 / 2 may come.
    private static let productsMax = 3

    static func apply(to rewriting: inout Rewriting) {
        let arithmetic = Arithmetic(rewriting)
        let takers = rewriting.takerIndices()
        for index in rewriting.operations.indices {
            let node = rewriting.operations[index].node
            guard node.operation == "Add", let gate = gate(node, arithmetic) else { continue }
            var name = gate.sum
            for _ in 0..<productsMax {
                guard takers[name]?.count == 1, let taker = takers[name]?.first,
                    rewriting.operations[taker].node.operation == "Mul"
                else { break }
                name = rewriting.operations[taker].node.outputs[0]
                let product = arithmetic.product(name, atoms: [gate.value, gate.sum])
                guard product.hasFactor(0.5), product.values == [gate.value, gate.sum].sorted(),
                    rewriting.facts[name]?.extents == rewriting.facts[gate.value]?.extents
                else { continue }
                rewriting.operations[taker].node.operation = "Gelu"
                rewriting.operations[taker].node.opset = 20
                rewriting.operations[taker].node.inputs = [gate.value]
                rewriting.operations[taker].node.attributes = [
                    "approximate": .string(gate.approximation)
                ]
                break
            }
        }
    }

    /// 1 + erf(…) or 1 + tanh(…) of what a Gelu takes.
    private static func gate(_ sum: Node, _ arithmetic: Arithmetic) -> Gate? {
        guard let (one, curve) = arithmetic.scalar(sum), one == 1 else { return nil }
        if let erf = arithmetic.node(curve, "Erf") {
            guard let inner = scaled(erf.inputs[0], arithmetic),
                (inner.factor * 2.0.squareRoot() - 1).magnitude < 1e-4
            else { return nil }
            return Gate(value: inner.value, sum: sum.outputs[0], approximation: "none")
        }
        guard let tanh = arithmetic.node(curve, "Tanh"),
            let inner = scaled(tanh.inputs[0], arithmetic),
            (inner.factor / (2 / Double.pi).squareRoot() - 1).magnitude < 1e-4,
            let cubic = arithmetic.node(inner.value, "Add"), cubic.inputs.count == 2
        else { return nil }
        for place in 0..<2 {
            let value = cubic.inputs[place]
            let product = arithmetic.product(cubic.inputs[1 - place], atoms: [value])
            if product.hasFactor(0.044715), product.values == [value, value, value] {
                return Gate(value: value, sum: sum.outputs[0], approximation: "tanh")
            }
        }
        return nil
    }

    /// The value and the constant whose product or quotient `name` is.
    private static func scaled(
        _ name: String,
        _ arithmetic: Arithmetic
    ) -> (value: String, factor: Double)? {
        if let node = arithmetic.node(name, "Mul"), let found = arithmetic.scalar(node) {
            return (found.other, found.value)
        }
        guard let node = arithmetic.node(name, "Div"), let found = arithmetic.scalar(node),
            found.other == node.inputs[0], found.value != 0
        else { return nil }
        return (found.other, 1 / found.value)
    }
}
