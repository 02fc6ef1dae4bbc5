internal import Graphs
internal import Tensors

/// Sums of all elements up to each place along an axis, from the end with `reverse`, and without
/// the place itself with `exclusive`.
enum CumSum: Operator {
    static let name = "CumSum"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isNumber)
        _ = try inputs.required(1, \.isInteger)
        return [ValueFact(input.elementType, input.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isNumber)
        guard let stated = try inputs.integer(1) else {
            throw node.error(.inputs("input 1 is missing"))
        }
        let axis = try Axes.normalised(stated, rank: input.shape.count, node)
        let summing = RunningSum(
            extent: input.shape[axis],
            stride: Extents.strides(of: input.shape)[axis],
            isExclusive: try node.int("exclusive") ?? 0 != 0,
            isReversed: try node.int("reverse") ?? 0 != 0
        )
        let sums = try input.elements.acceptNumbers(summing, node)
        return [Tensor(rounding: sums, shape: input.shape, to: input.elementType)]
    }
}

private struct RunningSum: NumberVisitor {
    let extent: Int
    let stride: Int
    let isExclusive: Bool
    let isReversed: Bool

    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        var result = values
        // The first places of the lines along the axis.
        for start in values.indices where start / stride % extent == 0 {
            var sum = Number.zero
            for step in 0..<extent {
                let place = start + (isReversed ? extent - 1 - step : step) * stride
                let next = Number.sum(sum, values[place])
                result[place] = isExclusive ? sum : next
                sum = next
            }
        }
        return Number.elements(result)
    }
}
