internal import Graphs
internal import Tensors

/// The value of one of the attributes.
enum Constant: Operator {
    static let name = "Constant"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        [ValueFact(try value(node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        [try value(node)]
    }

    private static func value(_ node: Node) throws(ModelError) -> Tensor {
        if let tensor = try node.tensor("value") { return tensor }
        if let number = try node.float("value_float") { return Tensor(scalar: number) }
        if let number = try node.int("value_int") { return Tensor(scalar: Int64(number)) }
        if let text = try node.string("value_string") { return Tensor(scalar: text) }
        if let numbers = try node.floats("value_floats") {
            return Tensor(numbers, shape: [numbers.count])
        }
        if let numbers = try node.ints("value_ints") {
            return Tensor(numbers.map { Int64($0) }, shape: [numbers.count])
        }
        if let texts = try node.strings("value_strings") {
            return Tensor(texts, shape: [texts.count])
        }
        throw node.error(.unsupported("a constant without value"))
    }
}
