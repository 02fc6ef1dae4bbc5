internal import Graphs
internal import Tensors

/// Writes elements or slices to where tuples of indices lead.
enum ScatterND: Operator {
    static let name = "ScatterND"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try Scattering.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let updates = try inputs.required(2, { $0 == input.elementType })
        let places = try inputs.required(1).shape
        guard let depth = places.last else { throw node.error(.inputs("indices of rank 0")) }
        let tuples = try IndexTuples(
            Indices.read(inputs, node),
            depth: depth,
            into: input.shape,
            node
        )
        guard updates.shape == places.dropLast() + input.shape[depth...] else {
            throw node.error(.inputs("indices \(places) for updates \(updates.shape)"))
        }
        var starts: [Int] = []
        // Slices without elements may be many.
        for place in 0..<(tuples.length == 0 ? 0 : places.dropLast().reduce(1, *)) {
            starts.append(try tuples.offset(of: place))
        }
        let scattering = Scattering(
            starts: starts,
            length: tuples.length,
            updates: updates.elements,
            node: node
        )
        return [try scattering.apply(to: input)]
    }
}
