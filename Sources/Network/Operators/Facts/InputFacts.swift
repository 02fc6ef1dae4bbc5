import Graphs
import Tensors

/// The inputs of one node as far as they are known, read with checks that name the node.
struct InputFacts {
    /// Types of floating point.
    static let floats: Set<ElementType> = [.float16, .bfloat16, .float32, .float64]
    /// Types of whole numbers.
    static let integers: Set<ElementType> = [
        .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
    ]
    /// Types of numbers.
    static let numbers = floats.union(integers)

    /// The node.
    let node: Node
    private let facts: [ValueFact?]

    /// Takes what is known of the inputs; throws unless their number lies in `count` and their
    /// shapes are possible, or where the node names more than `outputsMax` outputs.
    init(
        _ node: Node,
        _ facts: [ValueFact?],
        _ count: ClosedRange<Int>,
        outputsMax: Int = 1
    ) throws(ModelError) {
        guard facts.count <= count.upperBound else {
            throw node.error(.inputs("takes at most \(count.upperBound) inputs"))
        }
        guard node.outputs.count <= outputsMax else {
            throw node.error(.unsupported("more than \(outputsMax) outputs"))
        }
        self.node = node
        self.facts = facts
        for index in 0..<count.lowerBound { _ = try required(index) }
        for case .some(let fact) in facts { try check(fact.shape ?? []) }
    }

    /// Takes whole inputs; throws as the other.
    init(
        _ node: Node,
        _ inputs: [Tensor?],
        _ count: ClosedRange<Int>,
        outputsMax: Int = 1
    ) throws(ModelError) {
        try self.init(node, Self.facts(inputs), count, outputsMax: outputsMax)
    }

    /// What is known of whole inputs.
    static func facts(_ inputs: [Tensor?]) -> [ValueFact?] {
        inputs.map { tensor in tensor.map { ValueFact($0) } }
    }

    /// Throws unless every known extent is possible and their product is within the limit.
    func check(_ shape: [Dimension]) throws(ModelError) {
        var product = 1
        for case .known(let extent) in shape where extent != 0 {
            guard extent > 0 else { throw node.error(.inputs("extent \(extent)")) }
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: extent)
            guard !isTooLarge, next <= Extents.elementLimit else {
                throw node.error(.tooLarge("a tensor of shape \(shape)"))
            }
            product = next
        }
    }

    /// Input `index`, of one of `types`; throws when it is left out.
    func required(
        _ index: Int,
        _ types: Set<ElementType>? = nil
    ) throws(ModelError) -> ValueFact {
        guard let fact = try optional(index, types) else {
            throw node.error(.inputs("input \(index) is missing"))
        }
        return fact
    }

    /// Input `index`, of one of `types`; nil when it is left out.
    func optional(
        _ index: Int,
        _ types: Set<ElementType>? = nil
    ) throws(ModelError) -> ValueFact? {
        guard index < facts.count, let fact = facts[index] else { return nil }
        guard types?.contains(fact.elementType) ?? true else {
            throw node.error(.inputs("input \(index) is of type \(fact.elementType.rawValue)"))
        }
        return fact
    }

    /// Shape of input `index` where its rank is known; throws unless that lies in `ranks`.
    func shape(
        _ index: Int,
        ranks: ClosedRange<Int>
    ) throws(ModelError) -> [Dimension]? {
        guard let shape = try optional(index)?.shape else { return nil }
        guard ranks.contains(shape.count) else {
            throw node.error(.inputs("input \(index) is of rank \(shape.count)"))
        }
        return shape
    }

    /// Shape of input `index` where it is given and its rank is known; throws unless it may be
    /// `wanted`.
    func expect(
        _ index: Int,
        shape wanted: [Dimension]
    ) throws(ModelError) {
        guard let shape = try optional(index)?.shape else { return }
        guard shape.count == wanted.count,
            zip(shape, wanted).allSatisfy({ $0.mayBe($1) })
        else {
            throw node.error(.inputs("input \(index) is of shape \(shape), not \(wanted)"))
        }
    }

    /// The value of input `index`; throws when it is left out or not known.
    func tensor(_ index: Int) throws(ModelError) -> Tensor {
        guard let tensor = try optionalTensor(index) else {
            throw node.error(.inputs("input \(index) is missing"))
        }
        return tensor
    }

    /// The value of input `index`; nil when it is left out or not known.
    func optionalTensor(_ index: Int) throws(ModelError) -> Tensor? {
        try optional(index)?.constant
    }

    /// An output; throws when it would be too large.
    func output(
        _ elementType: ElementType,
        _ shape: [Dimension]?
    ) throws(ModelError) -> ValueFact {
        try check(shape ?? [])
        return ValueFact(elementType, shape)
    }

    /// The shape of `output`, all inputs being whole.
    func extents(_ output: ValueFact) throws(ModelError) -> [Int] {
        guard let extents = output.extents else {
            throw node.error(.inputs("the output's shape does not follow"))
        }
        return extents
    }
}

extension Dimension {
    /// Whether it and `other` may be the same extent.
    func mayBe(_ other: Dimension) -> Bool {
        guard let mine = extent, let theirs = other.extent else { return true }
        return mine == theirs
    }

    /// What both say of the same extent.
    func joined(_ other: Dimension) -> Dimension {
        if other.extent != nil { return other }
        if case .unknown = self { return other }
        return self
    }
}
