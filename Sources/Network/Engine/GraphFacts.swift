internal import Graphs
internal import Operators
internal import Tensors

/// Types and shapes of every value of a graph, and the values that are the same in every run.
///
/// Nodes whose inputs are all constant are computed here and need not run again.
struct GraphFacts {
    /// What is known, by name of the value.
    private(set) var facts: [String: ValueFact] = [:]
    /// Nodes that still have to run, in order.
    private(set) var nodes: [Node] = []
    /// What made the constants that were dequantised, by their names.
    private(set) var dequantised: [String: Node] = [:]

    private var sequences = SequenceFacts()
    private let limits: PlanLimits
    private var budget = FoldingBudget()

    /// Works through `graph`, whose inputs are of `inputs`.
    init(
        _ graph: Graph,
        inputs: [String: ValueFact],
        limits: PlanLimits
    ) throws(ModelError) {
        self.limits = limits
        for (name, tensor) in graph.constants { facts[name] = ValueFact(tensor) }
        for port in graph.inputs {
            let fact = inputs[port.name] ?? port.fact
            if let reason = limits.excess(of: fact) {
                throw ModelError(node: "input \(port.name)", reason: reason)
            }
            facts[port.name] = fact
        }
        for node in graph.nodes { try add(node) }
    }

    private mutating func add(_ node: Node) throws(ModelError) {
        if let parts = try sequences.parts(node, facts) {
            for (name, tensor) in parts.constants {
                guard facts[name] == nil else { throw node.error(.doubledValue(name)) }
                facts[name] = ValueFact(tensor)
            }
            for part in parts.nodes { try add(part) }
            return
        }
        let found = try OperatorTable.find(node)
        var inputs: [ValueFact?] = []
        for name in node.inputs {
            guard !name.isEmpty else {
                inputs.append(nil)
                continue
            }
            guard let fact = facts[name] else { throw node.error(.missingValue(name)) }
            inputs.append(fact)
        }
        let inferred = try found.infer(node, inputs)
        for fact in inferred {
            if let reason = limits.excess(of: fact) { throw node.error(reason) }
        }
        if let folded = try folded(node, found, inputs, inferred) {
            note(folded.map { ValueFact($0) }, of: node)
            if node.operation == "DequantizeLinear" { dequantised[node.outputs[0]] = node }
        } else {
            note(inferred, of: node)
            nodes.append(node)
        }
    }

    private mutating func note(_ outputs: [ValueFact], of node: Node) {
        for (name, fact) in zip(node.outputs, outputs) where !name.isEmpty { facts[name] = fact }
    }

    private mutating func folded(
        _ node: Node,
        _ found: any Operator.Type,
        _ inputs: [ValueFact?],
        _ inferred: [ValueFact]
    ) throws(ModelError) -> [Tensor]? {
        let given = inferred.compactMap(\.constant)
        if given.count == inferred.count, !given.isEmpty { return given }
        if node.operation == "Shape" || node.operation == "Size",
            let fact = inputs.first ?? nil, let extents = fact.extents
        {
            return try ShapeValue.tensors(of: node, extents: extents)
        }
        let values = inputs.map { $0?.constant }
        let isConstant = zip(inputs, values).allSatisfy { $0 == nil || $1 != nil }
        guard isConstant, !Self.runsLate.contains(node.operation) else { return nil }
        guard budget.take(node, inputs: inputs, outputs: inferred) else { return nil }
        return try found.evaluate(node, values)
    }

    /// What draws numbers, or may take any time.
    private static let runsLate: Set<String> = [
        "Bernoulli", "If", "Loop", "Multinomial", "RandomNormal", "RandomNormalLike",
        "RandomUniform", "RandomUniformLike", "Scan",
    ]
}

/// What `Shape` and `Size` say about a value whose elements are not known.
enum ShapeValue {
    static func tensors(of node: Node, extents: [Int]) throws(ModelError) -> [Tensor] {
        guard node.operation == "Shape" else {
            return [Tensor(scalar: Int64(extents.reduce(1, &*)))]
        }
        let rank = extents.count
        func bound(_ value: Int) -> Int {
            let index = value < 0 ? value.addingReportingOverflow(rank).partialValue : value
            return min(max(index, 0), rank)
        }
        let start = bound(try node.int("start") ?? 0)
        let end = bound(try node.int("end") ?? rank)
        let part = start < end ? extents[start..<end].map { Int64($0) } : []
        return [Tensor(part, shape: [part.count])]
    }
}
