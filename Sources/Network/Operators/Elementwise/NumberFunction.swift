internal import Graphs
internal import Tensors

/// An operator that takes every number by itself, in the number's own type.
protocol NumberFunction: Operator {
    /// The function.
    static func value<Number: TensorNumber>(_ number: Number) -> Number
}

extension NumberFunction {
    static func infer(
        _ node: Node,
        _ inputs: [ValueFact?]
    ) throws(ModelError) -> [ValueFact] {
        let input = try NodeInputs(node, inputs).required(0, \.isNumber)
        return [ValueFact(input.elementType, input.shape)]
    }

    static func evaluate(
        _ node: Node,
        _ inputs: [Tensor?]
    ) throws(ModelError) -> [Tensor] {
        let input = try NodeInputs(node, inputs).required(0, \.isNumber)
        let mapped = try input.elements.acceptNumbers(Mapping<Self>(), node)
        return [Tensor(mapped, shape: input.shape, as: input.elementType)]
    }
}

private struct Mapping<Function: NumberFunction>: NumberVisitor {
    func visit<Number: TensorNumber>(_ values: [Number]) -> Elements {
        Number.elements(values.map { Function.value($0) })
    }
}

enum Abs: NumberFunction {
    static let name = "Abs"

    static func value<Number: TensorNumber>(_ number: Number) -> Number {
        // Minus zero becomes zero.
        number <= .zero ? .difference(.zero, number) : number
    }
}

enum Neg: NumberFunction {
    static let name = "Neg"

    static func value<Number: TensorNumber>(_ number: Number) -> Number {
        number == .zero ? .product(number, .difference(.zero, .one)) : .difference(.zero, number)
    }
}

enum Sign: NumberFunction {
    static let name = "Sign"

    static func value<Number: TensorNumber>(_ number: Number) -> Number {
        if number > .zero { return .one }
        return number < .zero ? .difference(.zero, .one) : number
    }
}

enum Relu: NumberFunction {
    static let name = "Relu"

    static func value<Number: TensorNumber>(_ number: Number) -> Number {
        number < .zero ? .zero : number
    }
}
