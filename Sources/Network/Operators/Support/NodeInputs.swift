internal import Graphs
internal import Tensors

/// The inputs of a node, as facts or as tensors, with errors that name the node.
struct NodeInputs<Value: TypedValue> {
    private let node: Node
    private let values: [Value?]

    init(_ node: Node, _ values: [Value?]) {
        self.node = node
        self.values = values
    }

    /// Input `index`, nil when it is left out.
    func optional(_ index: Int) -> Value? {
        index < values.count ? values[index] : nil
    }

    /// Input `index`; throws when it is left out, or too large to count with.
    func required(_ index: Int) throws(ModelError) -> Value {
        guard let value = optional(index) else {
            throw node.error(.inputs("input \(index) is missing"))
        }
        try Extents.count(of: value.knownExtents, node)
        return value
    }

    /// Input `index`; throws when it is left out or of a type other than `allowed`.
    func required(_ index: Int, _ allowed: (ElementType) -> Bool) throws(ModelError) -> Value {
        let value = try required(index)
        guard allowed(value.elementType) else {
            throw node.error(.inputs("input \(index) is of type \(value.elementType.rawValue)"))
        }
        return value
    }

    /// Every input, at least one; throws when one is left out or types differ.
    func uniform(_ allowed: (ElementType) -> Bool = { _ in true }) throws(ModelError) -> [Value] {
        var result = [try required(0, allowed)]
        for index in values.indices.dropFirst() {
            result.append(try required(index, { $0 == result[0].elementType }))
        }
        return result
    }

    /// The first two inputs; throws when one is left out, not `allowed`, or types differ.
    func pair(_ allowed: (ElementType) -> Bool) throws(ModelError) -> (Value, Value) {
        let first = try required(0, allowed)
        return (first, try required(1, { $0 == first.elementType }))
    }
}

/// What has an element type and a shape: a fact or a tensor.
protocol TypedValue {
    /// What its elements stand for.
    var elementType: ElementType { get }
    /// The extents that are known.
    var knownExtents: [Int] { get }
}

extension Tensor: TypedValue {
    var knownExtents: [Int] { shape }
}

extension ValueFact: TypedValue {
    var knownExtents: [Int] { shape?.compactMap(\.extent) ?? [] }
}

extension NodeInputs<Tensor> {
    /// The whole numbers of input `index`, nil when it is left out; throws for floating point.
    func integers(_ index: Int) throws(ModelError) -> [Int]? {
        guard let tensor = optional(index) else { return nil }
        guard let integers = tensor.integers else {
            throw node.error(.inputs("input \(index) must hold whole numbers"))
        }
        return integers
    }

    /// The only whole number of input `index`, nil when it is left out.
    func integer(_ index: Int) throws(ModelError) -> Int? {
        guard let integers = try integers(index) else { return nil }
        guard integers.count == 1 else {
            throw node.error(.inputs("input \(index) must be one number"))
        }
        return integers[0]
    }
}

extension NodeInputs<ValueFact> {
    /// The inputs that are the same in every run, as tensors; others count as left out.
    var constants: NodeInputs<Tensor> {
        NodeInputs<Tensor>(node, values.map { $0?.constant })
    }

    /// Whether input `index` is given, but not known before the network runs.
    func isVariable(_ index: Int) -> Bool {
        guard let fact = optional(index) else { return false }
        return fact.constant == nil
    }
}
