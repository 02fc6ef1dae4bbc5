import Graphs
import Tensors

/// What the rounds of a subgraph make, one above the other.
struct GatheredOutputs {
    private let node: Node
    private var rounds: [[Tensor]]
    private var elementCount = 0

    /// Nothing yet of `count` outputs.
    init(_ node: Node, count: Int) {
        self.node = node
        rounds = Array(repeating: [], count: count)
    }

    /// Adds the outputs of one round.
    mutating func append(_ outputs: ArraySlice<Tensor>) throws(ModelError) {
        for (index, tensor) in outputs.enumerated() {
            elementCount += tensor.count
            guard elementCount <= Extents.elementLimit else {
                throw node.error(.tooLarge("outputs of all rounds"))
            }
            rounds[index].append(tensor.reshaped([1] + tensor.shape))
        }
    }

    /// All rounds of each output, the last first where `isReversed` says so.
    func tensors(isReversed: [Bool] = []) throws(ModelError) -> [Tensor] {
        let joining = Node(
            name: node.name,
            operation: "Concat",
            opset: 13,
            inputs: [],
            outputs: [""],
            attributes: ["axis": .int(0)]
        )
        var results: [Tensor] = []
        for (index, parts) in rounds.enumerated() {
            let isBackward = index < isReversed.count && isReversed[index]
            let ordered = isBackward ? parts.reversed() : parts
            results.append(try Concat.evaluate(joining, ordered)[0])
        }
        return results
    }

    /// Outputs of no round, as far as `facts` tell their shapes.
    static func none(_ facts: ArraySlice<ValueFact>) -> [Tensor] {
        facts.map { fact in
            let shape = [0] + (fact.shape ?? []).dropFirst().map { $0.extent ?? 0 }
            return Tensor(empty(fact.elementType), shape: shape, as: fact.elementType)
        }
    }

    private static func empty(_ type: ElementType) -> Elements {
        switch type {
        case .float32, .float16, .bfloat16: .float32([])
        case .float64: .float64([])
        case .int8: .int8([])
        case .int16: .int16([])
        case .int32: .int32([])
        case .int64: .int64([])
        case .uint8: .uint8([])
        case .uint16: .uint16([])
        case .uint32: .uint32([])
        case .uint64: .uint64([])
        case .bool: .bool([])
        case .string: .string([])
        }
    }
}
