internal import Graphs
internal import KernelShapes
internal import Operators
internal import Tensors

extension QuantisationFusion {
    private static let functions: Set<String> = [
        "Abs", "Celu", "Clip", "Elu", "Erf", "Exp", "Gelu", "HardSigmoid", "HardSwish",
        "LeakyRelu", "Mish", "Neg", "Relu", "Selu", "Sigmoid", "Softplus", "Softsign", "Tanh",
        "ThresholdedRelu",
    ]

    /// A function of single numbers between DequantizeLinear, at `index`, and QuantizeLinear
    /// becomes a table of what the plain operators make of every byte.
    mutating func fuseTable(_ index: Int) {
        let node = rewriting.operations[index].node
        guard let source = source(node.outputs[0]) else { return }
        for first in takers(of: index) {
            guard let (tail, chain) = functionChain(from: first) else { continue }
            guard let type = rewriting.facts[source.name]?.elementType,
                let table = table(source, [node] + chain, type)
            else { continue }
            replace(tail.last, tail, inputs: [source.name], .table(table))
        }
    }

    /// The functions from operation `index` on up to the quantisation that ends them.
    private func functionChain(from index: Int) -> (Tail, [Node])? {
        var tail = Tail(last: index)
        var chain: [Node] = []
        while true {
            let node = rewriting.operations[tail.last].node
            chain.append(node)
            if let grid = quantisation(tail.last) {
                tail.grid = grid
                return (tail, chain)
            }
            guard Self.functions.contains(node.operation),
                node.inputs.dropFirst().allSatisfy({ $0.isEmpty || rewriting.scalar($0) != nil }),
                rewriting.facts[node.outputs[0]]?.elementType == .float32,
                let next = onlyTaker(of: tail.last)
            else { return nil }
            tail.joined.insert(tail.last)
            tail.last = next
        }
    }

    /// What `chain` makes of the 256 bytes as they are kept, or nil where it throws.
    private func table(_ source: Source, _ chain: [Node], _ type: ElementType) -> [UInt8]? {
        let bytes = (0...255).map { UInt8($0) }
        var value =
            type == .int8
            ? Tensor(bytes.map { Int8(bitPattern: $0 ^ 128) }, shape: [256])
            : Tensor(bytes, shape: [256])
        for node in chain {
            let others = node.inputs.dropFirst().map { rewriting.facts[$0]?.constant }
            guard let found = try? OperatorTable.find(node),
                let made = try? found.evaluate(node, [value] + others), let first = made.first
            else { return nil }
            value = first
        }
        if let signed = value.values(of: Int8.self) {
            return signed.map { UInt8(bitPattern: $0) ^ 128 }
        }
        return value.values(of: UInt8.self)
    }
}
