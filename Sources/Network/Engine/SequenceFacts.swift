internal import Graphs
internal import Operators
internal import Tensors

/// Sequences whose lengths and places are known before the network runs: lists of names of values,
/// so that nothing but tensors is left of them.
struct SequenceFacts {
    /// Values that one sequence may hold.
    static let countMax = 4096

    /// The values of every sequence, by its name.
    private(set) var values: [String: [String]] = [:]

    private static let operations: Set<String> = [
        "ConcatFromSequence", "SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase",
        "SequenceInsert", "SequenceLength", "SplitToSequence",
    ]

    /// What a node becomes.
    struct Parts {
        /// Operators on tensors.
        var nodes: [Node] = []
        /// Constants that they take, or that the node itself makes.
        var constants: [(name: String, tensor: Tensor)] = []
    }

    /// Notes the sequence that `node` makes, or gives the tensors that it takes out of one; nil
    /// where it has nothing to do with sequences.
    mutating func parts(
        _ node: Node,
        _ facts: [String: ValueFact]
    ) throws(ModelError) -> Parts? {
        let first = node.inputs.first ?? ""
        if node.operation == "Identity", let list = values[first] {
            try note(list, node)
            return Parts()
        }
        guard node.domain.isEmpty, node.opset >= 11, Self.operations.contains(node.operation)
        else { return nil }
        switch node.operation {
        case "SequenceEmpty": try note([], node)
        case "SequenceConstruct": try note(node.inputs, node)
        case "SplitToSequence": return try split(node, facts)
        case "SequenceAt":
            let list = try list(node)
            let place = try place(node, 1, facts, count: list.count)
            return Parts(nodes: [Self.node("Identity", node, [list[place]], node.outputs)])
        case "SequenceErase":
            var list = try list(node)
            list.remove(at: try place(node, 1, facts, count: list.count))
            try note(list, node)
        case "SequenceInsert":
            var list = try list(node)
            guard node.inputs.count > 1 else { throw node.error(.inputs("no value to insert")) }
            let place = try place(node, 2, facts, count: list.count + 1)
            list.insert(node.inputs[1], at: place)
            try note(list, node)
        case "SequenceLength":
            let count = Tensor(scalar: Int64(try list(node).count))
            return Parts(constants: [(try output(node), count)])
        default: return try joined(node)
        }
        return Parts()
    }

    private mutating func note(_ list: [String], _ node: Node) throws(ModelError) {
        guard list.count <= Self.countMax else {
            throw node.error(.tooLarge("\(list.count) values in a sequence"))
        }
        values[try output(node)] = list
    }

    private func output(_ node: Node) throws(ModelError) -> String {
        guard node.outputs.count == 1 else {
            throw node.error(.inputs("\(node.outputs.count) outputs, 1 wanted"))
        }
        return node.outputs[0]
    }

    private func list(_ node: Node) throws(ModelError) -> [String] {
        guard let name = node.inputs.first, let list = values[name] else {
            throw node.error(.unsupported("a sequence that is known only while the network runs"))
        }
        return list
    }

    /// The place in input `index` among `count`, the last where it is left out.
    private func place(
        _ node: Node,
        _ index: Int,
        _ facts: [String: ValueFact],
        count: Int
    ) throws(ModelError) -> Int {
        var place = count - 1
        if index < node.inputs.count, !node.inputs[index].isEmpty {
            guard let given = facts[node.inputs[index]]?.constant?.integers, given.count == 1 else {
                throw node.error(.unsupported("a place that is known only while the network runs"))
            }
            // What an insertion counts back from does not hold the new value yet.
            let length = node.operation == "SequenceInsert" ? count - 1 : count
            place = given[0] < 0 ? given[0] + length : given[0]
        }
        guard place >= 0, place < count else {
            throw node.error(.inputs("place \(place) of \(count) in a sequence"))
        }
        return place
    }

    private static func node(
        _ operation: String,
        _ origin: Node,
        _ inputs: [String],
        _ outputs: [String],
        _ attributes: [String: Attribute] = [:]
    ) -> Node {
        Node(
            name: origin.name,
            operation: operation,
            opset: 13,
            inputs: inputs,
            outputs: outputs,
            attributes: attributes
        )
    }

    /// Names that begin as the output of `node` and that nothing has.
    private func names(
        _ node: Node,
        _ count: Int,
        _ facts: [String: ValueFact]
    ) throws(ModelError) -> [String] {
        let stem = try output(node)
        let names = (0..<count).map { "\(stem)/\($0)" }
        for name in names where facts[name] != nil || values[name] != nil {
            throw node.error(.doubledValue(name))
        }
        return names
    }

    /// A Split, and a Squeeze of every part where the axis is not kept.
    private mutating func split(
        _ node: Node,
        _ facts: [String: ValueFact]
    ) throws(ModelError) -> Parts {
        guard let input = node.inputs.first, let shape = facts[input]?.extents else {
            throw node.error(.unsupported("a sequence that is known only while the network runs"))
        }
        let given = try node.int("axis") ?? 0
        let axis = given < 0 ? given + shape.count : given
        guard shape.indices.contains(axis) else {
            throw node.error(.attribute("axis is \(given) for \(shape.count) axes"))
        }
        var (piece, sizes): (Int, [Int]?) = (1, nil)
        let hasSizes = node.inputs.count > 1 && !node.inputs[1].isEmpty
        if hasSizes {
            guard let constant = facts[node.inputs[1]]?.constant, let numbers = constant.integers
            else { throw node.error(.unsupported("sizes known only while the network runs")) }
            if constant.shape.isEmpty, let size = numbers.first { piece = size }
            if !constant.shape.isEmpty { sizes = numbers }
        }
        guard piece > 0 else { throw node.error(.inputs("parts of \(piece)")) }
        guard shape[axis] / piece < Self.countMax else {
            throw node.error(.tooLarge("\(shape[axis] / piece) values in a sequence"))
        }
        var parts = sizes ?? []
        if sizes == nil {
            let whole = shape[axis] / piece
            parts = Array(repeating: piece, count: whole)
            if whole * piece < shape[axis] { parts.append(shape[axis] - whole * piece) }
        }
        let keepsAxis = try node.int("keepdims") ?? 1 != 0
        let keeps = hasSizes || keepsAxis
        let made = try names(node, parts.count * 2 + 2, facts)
        let (results, inner) = (Array(made[..<parts.count]), made[parts.count..<2 * parts.count])
        let (sizeName, axisName) = (made[parts.count * 2], made[parts.count * 2 + 1])
        var result = Parts()
        result.constants = [
            (sizeName, Tensor(parts.map { Int64($0) }, shape: [parts.count])),
            (axisName, Tensor([Int64(axis)], shape: [1])),
        ]
        let outputs = keeps ? results : Array(inner)
        if !parts.isEmpty {
            result.nodes = [
                Self.node("Split", node, [input, sizeName], outputs, ["axis": .int(axis)])
            ]
        }
        for (from, to) in zip(outputs, results) where !keeps {
            result.nodes.append(Self.node("Squeeze", node, [from, axisName], [to]))
        }
        try note(results, node)
        return result
    }

    /// A Concat, of values with one more axis where that is new.
    private func joined(_ node: Node) throws(ModelError) -> Parts {
        let list = try list(node)
        guard let axis = try node.int("axis"), !list.isEmpty else {
            throw node.error(.attribute("axis is missing, or the sequence is empty"))
        }
        let output = try output(node)
        var result = Parts()
        var values = list
        if try node.int("new_axis") ?? 0 != 0 {
            result.constants = [("\(output)/axis", Tensor([Int64(axis)], shape: [1]))]
            values = list.indices.map { "\(output)/\($0)" }
            for (from, to) in zip(list, values) {
                result.nodes.append(Self.node("Unsqueeze", node, [from, "\(output)/axis"], [to]))
            }
        }
        result.nodes.append(Self.node("Concat", node, values, [output], ["axis": .int(axis)]))
        return result
    }
}
