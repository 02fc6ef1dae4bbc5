internal import Graphs
internal import Tensors

/// An operator that makes one number of all along some axes.
///
/// Floating point is reduced in double precision, whole numbers in their own type.
protocol Reduction: Operator {
    /// The operator set in which the axes became an input.
    static var axesInputSince: Int { get }
    /// Whether it takes truth values, too.
    static var takesTruthValues: Bool { get }
    /// The result for one row; empty where nothing is reduced.
    static func reduce<Number: TensorNumber>(_ row: ArraySlice<Number>) -> Number
}

extension Reduction {
    static var axesInputSince: Int { 18 }
    static var takesTruthValues: Bool { false }

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, takes)
        guard let shape = input.shape else { return [ValueFact(input.elementType, nil)] }
        if node.opset >= axesInputSince, inputs.isVariable(1) {
            let keepsAxes = try node.int("keepdims") ?? 1 != 0
            let rankShape = keepsAxes ? Dimension.unknowns(shape.count) : nil
            return [ValueFact(input.elementType, rankShape)]
        }
        let plan = try plan(node, inputs.constants, rank: shape.count)
        return [ValueFact(input.elementType, plan.reduced(shape, one: .known(1)))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, takes)
        let plan = try plan(node, inputs, rank: input.shape.count)
        let shape = plan.reduced(input.shape, one: 1)
        let numbers =
            switch input.elementType {
            case .bool: try input.converted(to: .uint8, node)
            default: input
            }
        let (rows, length) = try plan.rows(numbers)
        let reducing = Reducing<Self>(
            count: try Extents.count(of: shape, node),
            length: length,
            inDouble: input.elementType.isFloating
        )
        let reduced = try rows.elements.acceptNumbers(reducing, node)
        let result = Tensor(reduced, shape: shape)
        return [try result.converted(to: input.elementType, node)]
    }

    private static func takes(_ type: ElementType) -> Bool {
        type.isNumber || (takesTruthValues && type == .bool)
    }

    private static func plan(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        rank: Int
    ) throws(ModelError) -> ReductionPlan {
        try ReductionPlan(node, inputs, inputSince: axesInputSince, rank: rank)
    }
}

private struct Reducing<Rule: Reduction>: NumberVisitor {
    let count: Int
    let length: Int
    let inDouble: Bool

    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        inDouble ? Double.elements(reduce(values.map(\.double))) : Number.elements(reduce(values))
    }

    private func reduce<Number: TensorNumber>(_ values: [Number]) -> [Number] {
        (0..<count).map { Rule.reduce(values[$0 * length..<($0 + 1) * length]) }
    }
}
