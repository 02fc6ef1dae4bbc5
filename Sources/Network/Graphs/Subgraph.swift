/// A graph inside a node, such as the body of a loop.
public struct Subgraph: Sendable, Equatable {
    /// Its nodes in running order; what it takes from outside is listed in ``captures`` only.
    public var graph: Graph
    /// Values of the graphs around it that it may take, in the order of the node's last inputs.
    public var captures: [String]

    /// Makes a subgraph.
    public init(graph: Graph, captures: [String]) {
        self.graph = graph
        self.captures = captures
    }
}

extension Node {
    /// The subgraph `name`; throws where there is none.
    public func subgraph(_ name: String) throws(ModelError) -> Subgraph {
        guard case .graph(let value) = attributes[name] else {
            throw error(.attribute("\(name) must be a graph"))
        }
        guard value.captures.count <= inputs.count else {
            throw error(.inputs("\(name) takes more from outside than is given"))
        }
        return value
    }
}

extension Graph {
    /// What its nodes take and its outputs name without it making them, in the order in which they
    /// are met.
    public var captures: [String] {
        var known = Set(constants.keys).union(inputs.map(\.name))
        for node in nodes { known.formUnion(node.outputs) }
        known.insert("")
        let taken = nodes.flatMap(\.inputs) + outputs.map(\.name)
        return taken.filter { known.insert($0).inserted }
    }
}

extension Node {
    /// The node with all that its subgraphs capture as its last inputs, the same for each of them.
    public func capturing() -> Node {
        var all: [String] = []
        var known: Set<String> = []
        for (_, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
            guard case .graph(let subgraph) = attribute else { continue }
            all += subgraph.captures.filter { known.insert($0).inserted }
        }
        guard !all.isEmpty else { return self }
        var node = self
        node.inputs += all
        for (name, attribute) in attributes {
            guard case .graph(var subgraph) = attribute else { continue }
            subgraph.captures = all
            node.attributes[name] = .graph(subgraph)
        }
        return node
    }
}
