internal import Graphs
internal import Tensors

/// An operator that compares the numbers of two tensors, stretched to a common shape.
protocol Comparison: Operator {
    /// The result for one pair.
    static func compare<Number: TensorNumber>(_ first: Number, _ second: Number) -> Bool
}

extension Comparison {
    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let (first, second) = try NodeInputs(node, inputs).pair(\.isNumber)
        return [ValueFact(.bool, try LegacyAlignment.aligned(first, second, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let (first, second) = try NodeInputs(node, inputs).pair(\.isNumber)
        let broadcast = try LegacyAlignment.broadcast(first, second, node)
        let comparing = Comparing<Self>(second: second.elements, broadcast: broadcast, node: node)
        let results = try first.elements.acceptNumbers(comparing, node)
        return [Tensor(results, shape: broadcast.shape)]
    }
}

private struct Comparing<Rule: Comparison>: NumberVisitor {
    let second: Elements
    let broadcast: Broadcast
    let node: Node

    func visit<Number: TensorNumber>(_ values: [Number]) throws(ModelError) -> [Bool] {
        let others = try second.values(as: Number.self, node)
        return broadcast.combine(values, others) { Rule.compare($0, $1) }
    }
}

enum Greater: Comparison {
    static let name = "Greater"

    static func compare<Number: TensorNumber>(_ first: Number, _ second: Number) -> Bool {
        first > second
    }
}

enum GreaterOrEqual: Comparison {
    static let name = "GreaterOrEqual"

    static func compare<Number: TensorNumber>(_ first: Number, _ second: Number) -> Bool {
        first >= second
    }
}

enum Less: Comparison {
    static let name = "Less"

    static func compare<Number: TensorNumber>(_ first: Number, _ second: Number) -> Bool {
        first < second
    }
}

enum LessOrEqual: Comparison {
    static let name = "LessOrEqual"

    static func compare<Number: TensorNumber>(_ first: Number, _ second: Number) -> Bool {
        first <= second
    }
}
