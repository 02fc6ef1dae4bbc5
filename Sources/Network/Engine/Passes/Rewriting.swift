internal import Graphs
internal import Tensors

/// The operations of a graph while they are rewritten: who makes and who takes each value.
struct Rewriting {
    /// In running order.
    var operations: [Operation]
    /// What is known of every value.
    private(set) var facts: [String: ValueFact]
    /// What made the constants that were dequantised, by their names.
    let dequantised: [String: Node]
    /// Values that are asked for from outside.
    let wanted: Set<String>
    /// Values that are another value under a second name.
    private(set) var aliases: [String: String] = [:]

    init(_ facts: GraphFacts, wanted: Set<String>) {
        operations = facts.nodes.map { Operation(node: $0) }
        self.facts = facts.facts
        dequantised = facts.dequantised
        self.wanted = wanted
    }

    /// All rewriting that pays for every network.
    mutating func rewrite() {
        removeNothings()
        removeUnused()
        NormalisationFusion.apply(to: &self)
        GeluFusion.apply(to: &self)
        removeUnused()
        QuantisationFusion.apply(to: &self)
        removeUnused()
        ScaleFolding.apply(to: &self)
        EpilogueFusion.apply(to: &self)
        GateFusion.apply(to: &self)
    }

    /// How many operations take each value; a value wanted outside counts as taken once more.
    func takers() -> [String: Int] {
        var counts: [String: Int] = [:]
        for name in wanted { counts[name, default: 0] += 1 }
        for operation in operations {
            for name in operation.inputs { counts[name, default: 0] += 1 }
        }
        return counts
    }

    /// Which operations take each value.
    func takerIndices() -> [String: [Int]] {
        var takers: [String: [Int]] = [:]
        for (index, operation) in operations.enumerated() {
            for name in operation.inputs { takers[name, default: []].append(index) }
        }
        return takers
    }

    /// Which operation makes each value.
    func makers() -> [String: Int] {
        var makers: [String: Int] = [:]
        for (index, operation) in operations.enumerated() {
            for name in operation.node.outputs where !name.isEmpty { makers[name] = index }
        }
        return makers
    }

    /// The float constant `name`, or nil.
    func floats(_ name: String) -> (values: [Float], shape: [Int])? {
        guard let constant = facts[name]?.constant, constant.elementType == .float32,
            let values = constant.values(of: Float.self)
        else { return nil }
        return (values, constant.shape)
    }

    /// The single float of the constant `name`, or nil.
    func scalar(_ name: String) -> Float? {
        guard let constant = floats(name), constant.values.count == 1 else { return nil }
        return constant.values[0]
    }

    /// Adds the constant `name`.
    mutating func define(_ name: String, _ tensor: Tensor) { facts[name] = ValueFact(tensor) }

    /// Forgets the elements of the constant `name`, which nobody needs any more.
    mutating func forget(_ name: String) { facts[name]?.constant = nil }

    /// Takes out the operations at `indices`.
    mutating func remove(_ indices: Set<Int>) {
        operations = operations.enumerated().filter { !indices.contains($0.offset) }
            .map(\.element)
    }

    private mutating func removeNothings() {
        var removed: Set<Int> = []
        for (index, operation) in operations.enumerated() where isNothing(operation.node) {
            let node = operation.node
            // An output must keep its name: what makes it is then left alone.
            guard !wanted.contains(node.outputs[0]) else { continue }
            aliases[node.outputs[0]] = aliases[node.inputs[0]] ?? node.inputs[0]
            removed.insert(index)
        }
        remove(removed)
        for index in operations.indices {
            operations[index].node.inputs = operations[index].node.inputs.map { aliases[$0] ?? $0 }
        }
    }

    private func isNothing(_ node: Node) -> Bool {
        guard let input = node.inputs.first, !input.isEmpty, !node.outputs.isEmpty else {
            return false
        }
        switch node.operation {
        case "Identity": return true
        case "Dropout":
            let mask = node.outputs.dropFirst().first ?? ""
            guard mask.isEmpty else { return false }
            if node.opset < 7 {
                if case .int(0) = node.attributes["is_test"] ?? .int(0) { return false }
                return true
            }
            guard node.inputs.count > 2, !node.inputs[2].isEmpty else { return true }
            return facts[node.inputs[2]]?.constant?.values(of: Bool.self) == [false]
        case "Cast":
            guard let from = facts[input], let to = facts[node.outputs[0]] else { return false }
            return from.elementType == to.elementType
        default: return false
        }
    }

    private mutating func removeUnused() {
        var needed = wanted
        var kept: [Operation] = []
        for operation in operations.reversed()
        where operation.node.outputs.contains(where: needed.contains) {
            needed.formUnion(operation.inputs)
            kept.append(operation)
        }
        operations = kept.reversed()
    }
}
