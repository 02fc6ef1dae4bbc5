internal import Graphs
internal import Tensors

/// Makes one LayerNormalization of (x - mean x) / √(mean (x - mean x)² + epsilon), with the scale
/// and the shift that follow it.
enum NormalisationFusion {
    private struct Spread {
        var value: String
        var axis: Int
        var epsilon: Double
    }

    static func apply(to rewriting: inout Rewriting) {
        let arithmetic = Arithmetic(rewriting)
        let takers = rewriting.takerIndices()
        for index in rewriting.operations.indices {
            let quotient = rewriting.operations[index].node
            guard quotient.operation == "Div",
                let spread = spread(quotient, arithmetic, rewriting),
                let shape = rewriting.facts[spread.value]?.extents
            else { continue }
            let row = Array(shape[spread.axis...])
            /// The constant of a row's shape that the only taker of `name` combines with it.
            func parameter(_ name: String, _ operation: String) -> (taker: Int, constant: String)? {
                guard !rewriting.wanted.contains(name), let found = takers[name],
                    found.count == 1, let taker = found.first
                else { return nil }
                let node = rewriting.operations[taker].node
                guard node.operation == operation, node.opset >= 7, node.inputs.count == 2,
                    node.inputs[0] != node.inputs[1],
                    let other = node.inputs.first(where: { $0 != name }),
                    let constant = rewriting.floats(other), constant.shape.count <= shape.count,
                    constant.shape.drop(while: { $0 == 1 }) == row.drop(while: { $0 == 1 })
                else { return nil }
                return (taker, other)
            }
            var (last, inputs) = (index, [spread.value])
            if let scale = parameter(quotient.outputs[0], "Mul") {
                (last, inputs) = (scale.taker, inputs + [scale.constant])
                let product = rewriting.operations[last].node.outputs[0]
                if let shift = parameter(product, "Add") {
                    (last, inputs) = (shift.taker, inputs + [shift.constant])
                }
            } else {
                let ones = "\(quotient.outputs[0])/ones"
                guard rewriting.facts[ones] == nil else { continue }
                let values = [Float](repeating: 1, count: row.reduce(1, *))
                rewriting.define(ones, Tensor(values, shape: row))
                inputs.append(ones)
            }
            rewriting.operations[last].node.operation = "LayerNormalization"
            rewriting.operations[last].node.opset = 17
            rewriting.operations[last].node.inputs = inputs
            rewriting.operations[last].node.attributes = [
                "axis": .int(spread.axis), "epsilon": .float(Float(spread.epsilon)),
            ]
        }
    }

    /// What `quotient` brings to mean 0 and spread 1.
    private static func spread(
        _ quotient: Node,
        _ arithmetic: Arithmetic,
        _ rewriting: Rewriting
    ) -> Spread? {
        guard quotient.inputs.count == 2,
            let difference = arithmetic.node(quotient.inputs[0], "Sub"),
            let root = arithmetic.node(quotient.inputs[1], "Sqrt"),
            let sum = arithmetic.node(root.inputs[0], "Add"),
            let (epsilon, variance) = arithmetic.scalar(sum), epsilon >= 0,
            let mean = arithmetic.node(variance, "ReduceMean"),
            let axis = firstAxis(mean, rewriting)
        else { return nil }
        let value = difference.inputs[0]
        guard isMean(difference.inputs[1], of: value, axis, arithmetic, rewriting) else {
            return nil
        }
        // Some exporters write the difference twice.
        let squares = arithmetic.product(mean.inputs[0], atoms: [difference.outputs[0]])
        guard squares.factor == 1, squares.values.count == 2,
            squares.values[0] == squares.values[1]
        else { return nil }
        if squares.values[0] != difference.outputs[0] {
            guard let other = arithmetic.node(squares.values[0], "Sub"), other.inputs[0] == value,
                isMean(other.inputs[1], of: value, axis, arithmetic, rewriting)
            else { return nil }
        }
        return Spread(value: value, axis: axis, epsilon: epsilon)
    }

    private static func isMean(
        _ name: String,
        of value: String,
        _ axis: Int,
        _ arithmetic: Arithmetic,
        _ rewriting: Rewriting
    ) -> Bool {
        guard let mean = arithmetic.node(name, "ReduceMean") else { return false }
        return mean.inputs[0] == value && firstAxis(mean, rewriting) == axis
    }

    /// The axis from which on `mean` is of all axes, which it keeps; nil where it is of others.
    private static func firstAxis(_ mean: Node, _ rewriting: Rewriting) -> Int? {
        guard let rank = rewriting.facts[mean.inputs[0]]?.extents?.count, rank > 0,
            (try? mean.int("keepdims") ?? 1) == 1
        else { return nil }
        var axes = (try? mean.ints("axes")) ?? nil
        if mean.inputs.count > 1, !mean.inputs[1].isEmpty {
            axes = rewriting.facts[mean.inputs[1]]?.constant?.integers
        }
        guard let axes, !axes.isEmpty else { return nil }
        let sorted = Set(axes.map { $0 < 0 ? $0 + rank : $0 }).sorted()
        guard let first = sorted.first, first >= 0, sorted == Array(first..<rank) else {
            return nil
        }
        return first
    }
}
