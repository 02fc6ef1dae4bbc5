import Graphs
import Tensors

/// A subgraph with what it takes from outside, node by node by the plain operators.
struct SubgraphRun<Value> {
    private let node: Node
    private let subgraph: Subgraph
    private let around: [String: Value]

    /// The subgraph `name` of `node`, whose last inputs are what it captures.
    init(_ node: Node, _ name: String, _ inputs: [Value?]) throws(ModelError) {
        self.node = node
        subgraph = try node.subgraph(name)
        var around: [String: Value] = [:]
        guard subgraph.captures.count <= inputs.count else {
            throw node.error(.inputs("\(name) takes more from outside than is given"))
        }
        for (name, value) in zip(subgraph.captures, inputs.suffix(subgraph.captures.count)) {
            around[name] = value
        }
        self.around = around
    }

    /// Inputs of the node that are not captures.
    static func own(
        _ node: Node,
        _ name: String,
        _ inputs: [Value?]
    ) throws(ModelError) -> [Value?] {
        inputs.dropLast(try node.subgraph(name).captures.count)
    }

    /// Number of its inputs.
    var inputCount: Int { subgraph.graph.inputs.count }
    /// Number of its outputs.
    var outputCount: Int { subgraph.graph.outputs.count }

    private func outputs(
        _ inputs: [Value],
        constants: [String: Value],
        _ compute: (Node, [Value?]) throws(ModelError) -> [Value]
    ) throws(ModelError) -> [Value] {
        guard inputs.count == inputCount else {
            throw node.error(.inputs("a subgraph takes \(inputCount) values, not \(inputs.count)"))
        }
        var values = around
        values.merge(constants) { $1 }
        for (port, value) in zip(subgraph.graph.inputs, inputs) { values[port.name] = value }
        for inner in subgraph.graph.nodes {
            var taken: [Value?] = []
            for name in inner.inputs {
                guard name.isEmpty || values[name] != nil else {
                    throw inner.error(.missingValue(name))
                }
                taken.append(values[name])
            }
            for (name, value) in zip(inner.outputs, try compute(inner, taken)) where !name.isEmpty {
                values[name] = value
            }
        }
        var results: [Value] = []
        for port in subgraph.graph.outputs {
            guard let value = values[port.name] else {
                throw node.error(.missingValue(port.name))
            }
            results.append(value)
        }
        return results
    }
}

extension SubgraphRun<Tensor> {
    /// What it makes of `inputs`.
    func evaluate(_ inputs: [Tensor] = []) throws(ModelError) -> [Tensor] {
        try outputs(inputs, constants: subgraph.graph.constants) {
            (node, taken) throws(ModelError) in
            try OperatorTable.find(node).evaluate(node, taken)
        }
    }
}

extension SubgraphRun<ValueFact> {
    /// What is known of its outputs; no values, since the graph has not run.
    func infer(_ inputs: [ValueFact] = []) throws(ModelError) -> [ValueFact] {
        let constants = subgraph.graph.constants.mapValues { ValueFact($0) }
        return try outputs(inputs, constants: constants) { (node, taken) throws(ModelError) in
            try OperatorTable.find(node).infer(node, taken)
        }
    }
}
