internal import Graphs
internal import Tensors

/// Writes updates to where their indices lead, which replace their own place along `axis`.
enum ScatterElements: Operator {
    static let name = "ScatterElements"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try Scattering.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let updates = try inputs.required(2, { $0 == input.elementType })
        let shape = try inputs.required(1).shape
        guard updates.shape == shape else {
            throw node.error(.inputs("indices \(shape) for updates \(updates.shape)"))
        }
        let places = try ElementPlaces.find(
            indices: Indices.read(inputs, node),
            shape: shape,
            in: input.shape,
            axis: node.int("axis") ?? 0,
            node
        )
        let scattering = Scattering(
            starts: places,
            length: 1,
            updates: updates.elements,
            node: node
        )
        return [try scattering.apply(to: input)]
    }
}

/// What ``ScatterElements`` was called before opset 11.
enum Scatter: Operator {
    static let name = "Scatter"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try ScatterElements.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try ScatterElements.evaluate(node, inputs)
    }
}
