extension Graph {
    /// `graph` with its nodes in an order in which they can run; the given order where it is one.
    ///
    /// Throws unless every value is made once, everything that is taken or comes out is made, and
    /// no node waits for itself. Takes time in proportion to the graph.
    public static func sorted(_ graph: Graph) throws(ModelError) -> Graph {
        let makers = try makers(in: graph)
        for port in graph.outputs where makers[port.name] == nil {
            throw ModelError(node: "output \(port.name)", reason: .missingValue(port.name))
        }
        var result = graph
        result.nodes = try running(graph.nodes, after: makers)
        return result
    }

    /// What makes each value: the index of a node, or -1 for an input or a constant.
    private static func makers(in graph: Graph) throws(ModelError) -> [String: Int] {
        var makers: [String: Int] = [:]
        makers.reserveCapacity(graph.constants.count + graph.inputs.count + graph.nodes.count)
        for name in graph.constants.keys { makers[name] = -1 }
        for port in graph.inputs where makers.updateValue(-1, forKey: port.name) != nil {
            throw ModelError(node: "input \(port.name)", reason: .doubledValue(port.name))
        }
        for (index, node) in graph.nodes.enumerated() {
            for name in node.outputs
            where !name.isEmpty && makers.updateValue(index, forKey: name) != nil {
                throw node.error(.doubledValue(name))
            }
        }
        return makers
    }

    /// Each node after those it takes from: depth first, without recursion.
    private static func running(
        _ nodes: [Node],
        after makers: [String: Int]
    ) throws(ModelError) -> [Node] {
        enum Progress { case waiting, open, placed }
        var progress = [Progress](repeating: .waiting, count: nodes.count)
        var placed: [Node] = []
        placed.reserveCapacity(nodes.count)
        // Nodes that wait for the one above them, each with the next of its inputs.
        var stack: [(node: Int, input: Int)] = []
        for start in nodes.indices where progress[start] == .waiting {
            stack.append((start, 0))
            while let (index, next) = stack.last {
                progress[index] = .open
                guard next < nodes[index].inputs.count else {
                    progress[index] = .placed
                    placed.append(nodes[index])
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].input += 1
                let name = nodes[index].inputs[next]
                guard !name.isEmpty else { continue }
                guard let maker = makers[name] else {
                    throw nodes[index].error(.missingValue(name))
                }
                guard maker >= 0, progress[maker] != .placed else { continue }
                guard progress[maker] == .waiting else { throw nodes[index].error(.cyclic) }
                stack.append((maker, 0))
            }
        }
        return placed
    }
}
