internal import Graphs
internal import Tensors

/// Converts elements to the type that the attribute `to` names.
enum Cast: Operator {
    static let name = "Cast"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        [ValueFact(try type(node), try NodeInputs(node, inputs).required(0).shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        [try NodeInputs(node, inputs).required(0).converted(to: type(node), node)]
    }

    private static func type(_ node: Node) throws(ModelError) -> ElementType {
        if case .string(let name) = node.attributes["to"] {
            guard let type = ElementType(rawValue: name.lowercased()) else {
                throw node.error(.unsupported("type \(name)"))
            }
            return type
        }
        guard let code = try node.int("to") else { throw node.error(.attribute("to is missing")) }
        guard let type = ElementType(code: code) else {
            throw node.error(.unsupported("element type \(code)"))
        }
        return type
    }
}

/// Converts elements to the type of the second input.
enum CastLike: Operator {
    static let name = "CastLike"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        return [ValueFact(try inputs.required(1).elementType, try inputs.required(0).shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let type = try inputs.required(1).elementType
        return [try inputs.required(0).converted(to: type, node)]
    }
}
