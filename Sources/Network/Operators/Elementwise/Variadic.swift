internal import Graphs
internal import Tensors

/// An operator that combines any number of tensors, stretched to a common shape, one after
/// another.
protocol Variadic: Operator {
    /// What the inputs before and the next one make.
    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number
    /// What the combination of `count` inputs becomes in the end.
    static func finish<Number: TensorNumber>(_ number: Number, count: Int) -> Number
}

extension Variadic {
    static func finish<Number: TensorNumber>(_ number: Number, count: Int) -> Number { number }

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let facts = try NodeInputs(node, inputs).uniform(\.isNumber)
        let shape = try Broadcast.shape(of: facts.map(\.shape), node)
        return [ValueFact(facts[0].elementType, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let tensors = try NodeInputs(node, inputs).uniform(\.isNumber)
        let folding = Folding<Self>(tensors: tensors, node: node)
        let (folded, shape) = try tensors[0].elements.acceptNumbers(folding, node)
        return [Tensor(rounding: folded, shape: shape, to: tensors[0].elementType)]
    }
}

private struct Folding<Rule: Variadic>: NumberVisitor {
    let tensors: [Tensor]
    let node: Node

    func visit<Number: TensorNumber>(
        _ values: [Number]
    ) throws(ModelError) -> (Elements, shape: [Int]) {
        var folded = values
        var shape = tensors[0].shape
        for tensor in tensors.dropFirst() {
            let others = try tensor.elements.values(as: Number.self, node)
            let broadcast = try Broadcast([shape, tensor.shape], node)
            folded = broadcast.combine(folded, others) { Rule.combine($0, $1) }
            shape = broadcast.shape
        }
        let finished = folded.map { Rule.finish($0, count: tensors.count) }
        return (Number.elements(finished), shape)
    }
}

enum Max: Variadic {
    static let name = "Max"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .greatest(first, second)
    }
}

enum Min: Variadic {
    static let name = "Min"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .least(first, second)
    }
}

enum Sum: Variadic {
    static let name = "Sum"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .sum(first, second)
    }
}

enum Mean: Variadic {
    static let name = "Mean"

    static func combine<Number: TensorNumber>(_ first: Number, _ second: Number) -> Number {
        .sum(first, second)
    }

    static func finish<Number: TensorNumber>(_ number: Number, count: Int) -> Number {
        .quotient(number, Number(saturating: Double(count)))
    }
}
