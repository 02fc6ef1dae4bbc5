internal import Graphs
internal import Tensors

/// Appends operations to a graph, one output each.
struct GraphWriter {
    /// Operator set of what is appended.
    static let opset = 17

    var graph: Graph

    /// Appends `operation`, whose output is called `name`; gives the name back.
    mutating func append(
        _ operation: String,
        _ inputs: [String],
        to name: String,
        _ attributes: [String: Attribute] = [:]
    ) -> String {
        graph.nodes.append(
            Node(
                name: name,
                operation: operation,
                opset: Self.opset,
                inputs: inputs,
                outputs: [name],
                attributes: attributes
            )
        )
        return name
    }

    /// Adds a constant called `name`; gives the name back.
    mutating func constant(_ name: String, _ tensor: Tensor) -> String {
        graph.constants[name] = tensor
        return name
    }

    /// Means over 3 by 3 places, what lies outside left out.
    mutating func localMean(_ value: String, to name: String) -> String {
        append(
            "AveragePool",
            [value],
            to: name,
            [
                "kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1]),
                "strides": .ints([1, 1]),
            ]
        )
    }
}
