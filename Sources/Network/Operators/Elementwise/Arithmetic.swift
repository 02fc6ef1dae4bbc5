internal import Graphs
internal import Tensors

/// An operator that combines two tensors of one type of number, stretched to a common shape.
protocol Arithmetic: Operator {
    /// The result for one pair.
    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number
}

extension Arithmetic {
    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let (first, second) = try NodeInputs(node, inputs).pair(\.isNumber)
        return [ValueFact(first.elementType, try LegacyAlignment.aligned(first, second, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let (first, second) = try NodeInputs(node, inputs).pair(\.isNumber)
        let broadcast = try LegacyAlignment.broadcast(first, second, node)
        let combination = Combination<Self>(second: second.elements, broadcast, node)
        let combined = try first.elements.acceptNumbers(combination, node)
        return [Tensor(rounding: combined, shape: broadcast.shape, to: first.elementType)]
    }
}

private struct Combination<Rule: Arithmetic>: NumberVisitor {
    let second: Elements
    let broadcast: Broadcast
    let node: Node

    init(second: Elements, _ broadcast: Broadcast, _ node: Node) {
        self.second = second
        self.broadcast = broadcast
        self.node = node
    }

    func visit<Number: TensorNumber>(_ values: [Number]) throws(ModelError) -> Elements {
        let others = try second.values(as: Number.self, node)
        return Number.elements(broadcast.combine(values, others) { Rule.combine($0, $1) })
    }
}

enum Add: Arithmetic {
    static let name = "Add"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .sum(first, second)
    }
}

enum Sub: Arithmetic {
    static let name = "Sub"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .difference(first, second)
    }
}

enum Mul: Arithmetic {
    static let name = "Mul"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .product(first, second)
    }
}

enum Div: Arithmetic {
    static let name = "Div"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .quotient(first, second)
    }
}

/// A negative number of the first input is multiplied by the slope in the second.
enum PRelu: Arithmetic {
    static let name = "PRelu"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        first < .zero ? .product(first, second) : first
    }
}
