public import Tensors

/// A named input or output of a graph.
public struct GraphPort: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Type and shape that the model states.
    public var fact: ValueFact

    /// Makes a port.
    public init(name: String, fact: ValueFact) {
        self.name = name
        self.fact = fact
    }
}

/// Operations in an order in which they can run.
public struct Graph: Sendable, Equatable {
    /// What is fed in; initialisers are not listed.
    public var inputs: [GraphPort]
    /// What comes out.
    public var outputs: [GraphPort]
    /// Weights and other constants by name.
    public var constants: [String: Tensor]
    /// The operations, each after all whose values it takes.
    public var nodes: [Node]

    /// Makes a graph of nodes in running order (see ``sorted(_:)``).
    public init(
        inputs: [GraphPort],
        outputs: [GraphPort],
        constants: [String: Tensor],
        nodes: [Node]
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.constants = constants
        self.nodes = nodes
    }
}

/// A graph with what its file says about it.
public struct Model: Sendable, Equatable {
    /// The network.
    public var graph: Graph
    /// Version of each operator set, by domain; empty for ONNX's own.
    public var opsets: [String: Int]
    /// The file's `metadata_props`.
    public var metadata: [String: String]
    /// Program that wrote it, with its version.
    public var producer: String

    /// Makes a model.
    public init(
        graph: Graph,
        opsets: [String: Int],
        metadata: [String: String] = [:],
        producer: String = ""
    ) {
        self.graph = graph
        self.opsets = opsets
        self.metadata = metadata
        self.producer = producer
    }
}
