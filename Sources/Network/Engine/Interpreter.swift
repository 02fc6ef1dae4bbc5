public import Graphs
internal import Operators
public import Tensors

/// Runs a graph node by node with the plain operators.
///
/// Slow and simple: the twin that plans are tested against, and the way for graphs whose shapes
/// are not known before they run.
public struct Interpreter: Sendable {
    private let model: Model

    /// Prepares to run `model`.
    public init(_ model: Model) { self.model = model }

    /// The outputs in the graph's order; `inputs` by name.
    public func run(_ inputs: [String: Tensor]) throws(ModelError) -> [Tensor] {
        var values = model.graph.constants
        for port in model.graph.inputs {
            guard let tensor = inputs[port.name] else {
                throw ModelError(node: port.name, reason: .inputs("no input is given for it"))
            }
            values[port.name] = tensor
        }
        for node in model.graph.nodes {
            let found = try OperatorTable.find(node)
            var taken: [Tensor?] = []
            for name in node.inputs {
                guard name.isEmpty || values[name] != nil else {
                    throw node.error(.missingValue(name))
                }
                taken.append(values[name])
            }
            let made = try found.evaluate(node, taken)
            for (name, tensor) in zip(node.outputs, made) where !name.isEmpty {
                values[name] = tensor
            }
        }
        var results: [Tensor] = []
        for port in model.graph.outputs {
            guard let tensor = values[port.name] else {
                throw ModelError(node: port.name, reason: .missingValue(port.name))
            }
            results.append(tensor)
        }
        return results
    }
}
