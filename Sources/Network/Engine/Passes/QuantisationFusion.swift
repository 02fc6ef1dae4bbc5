internal import Graphs
internal import KernelShapes
internal import Tensors

/// Makes integer operations of float operations between DequantizeLinear and QuantizeLinear, and
/// of the quantised operators with constant weights.
///
/// Results differ from the float way only where a value lies within float rounding of the middle
/// between two steps. What is not recognised stays as it is.
struct QuantisationFusion {
    /// Bytes that stand for a float value.
    struct Source {
        var name: String
        var grid: ByteGrid
    }

    /// What follows an operation and joins it.
    struct Tail {
        var activation = Activation.none
        /// Grid of the bytes that come of it; nil for floats.
        var grid: ByteGrid?
        /// The last operation that joins.
        var last: Int
        /// All operations before it that join.
        var joined: Set<Int> = []
    }

    var rewriting: Rewriting
    private let makers: [String: Int]
    private let takers: [String: [Int]]
    private var removed: Set<Int> = []

    static func apply(to rewriting: inout Rewriting) {
        guard rewriting.operations.contains(where: { operations.contains($0.node.operation) })
        else { return }
        var fusion = QuantisationFusion(rewriting)
        for index in rewriting.operations.indices { fusion.fuse(index) }
        rewriting = fusion.rewriting
        rewriting.remove(fusion.removed)
    }

    private static let operations: Set<String> = [
        "ConvInteger", "DequantizeLinear", "MatMulInteger", "QLinearConv", "QLinearMatMul",
    ]

    private init(_ rewriting: Rewriting) {
        self.rewriting = rewriting
        makers = rewriting.makers()
        takers = rewriting.takerIndices()
    }

    private mutating func fuse(_ index: Int) {
        guard !removed.contains(index) else { return }
        let node = rewriting.operations[index].node
        guard !node.outputs.isEmpty, !node.inputs.isEmpty else { return }
        switch node.operation {
        case "Conv": fuseConvolution(index)
        case "Gemm", "MatMul": fuseConnection(index)
        case "QLinearConv", "QLinearMatMul": fuseQuantised(index)
        case "ConvInteger", "MatMulInteger": fuseIntegers(index)
        case "Add", "Mul": fusePair(index)
        case "GlobalAveragePool", "ReduceMean": fuseAverage(index)
        case "MaxPool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Concat": fuseMove(index)
        case "DequantizeLinear": fuseTable(index)
        default: break
        }
    }

    /// The bytes that the float `name` was dequantised from.
    func source(_ name: String) -> Source? {
        guard let maker = makers[name] else { return nil }
        let node = rewriting.operations[maker].node
        guard node.operation == "DequantizeLinear", rewriting.operations[maker].bytes == nil,
            rewriting.facts[name]?.elementType == .float32,
            let grid = rewriting.grid(of: node, rewriting.facts[node.inputs[0]]?.elementType)
        else { return nil }
        return Source(name: node.inputs[0], grid: grid)
    }

    /// The only operation that takes what operation `index` makes; nil where there are others or
    /// the value is wanted outside.
    func onlyTaker(of index: Int) -> Int? {
        let outputs = rewriting.operations[index].node.outputs
        guard outputs.dropFirst().allSatisfy(\.isEmpty), !rewriting.wanted.contains(outputs[0]),
            let found = takers[outputs[0]], found.count == 1
        else { return nil }
        return found[0]
    }

    /// The operation that makes `name`.
    func maker(of name: String) -> Int? { makers[name] }

    /// The operations that take what operation `index` makes.
    func takers(of index: Int) -> [Int] {
        takers[rewriting.operations[index].node.outputs[0]] ?? []
    }

    /// The grid of the bytes that operation `index` quantises to, where it does.
    func quantisation(_ index: Int) -> ByteGrid? {
        let node = rewriting.operations[index].node
        guard node.operation == "QuantizeLinear",
            rewriting.facts[node.inputs[0]]?.elementType == .float32
        else { return nil }
        return rewriting.grid(of: node, rewriting.facts[node.outputs[0]]?.elementType)
    }

    /// The activation and quantisation after operation `index`.
    func tail(of index: Int) -> Tail {
        var tail = Tail(last: index)
        guard var next = onlyTaker(of: index) else { return tail }
        if let activation = EpilogueFusion.activation(
            of: rewriting.operations[next].node,
            rewriting
        ) {
            tail.activation = activation
            tail.joined.insert(tail.last)
            tail.last = next
            guard let after = onlyTaker(of: next) else { return tail }
            next = after
        }
        if let grid = quantisation(next) {
            tail.grid = grid
            tail.joined.insert(tail.last)
            tail.last = next
        }
        return tail
    }

    /// Puts `operation` on the bytes `inputs` in place of everything up to `tail`'s last.
    mutating func replace(
        _ index: Int,
        _ tail: Tail,
        inputs: [String],
        as name: String? = nil,
        _ operation: ByteOperation?
    ) {
        var node = rewriting.operations[index].node
        node.inputs = inputs
        node.operation = name ?? node.operation
        node.outputs = [rewriting.operations[tail.last].node.outputs[0]]
        var made = Operation(node: node)
        made.bytes = operation
        rewriting.operations[tail.last] = made
        removed.formUnion(tail.joined)
    }

    // MARK: - Everything without weights

    private mutating func fusePair(_ index: Int) {
        let node = rewriting.operations[index].node
        let tail = tail(of: index)
        guard node.inputs.count == 2, node.opset >= 7, let left = source(node.inputs[0]),
            let right = source(node.inputs[1]), let grid = tail.grid,
            let shape = rewriting.facts[left.name]?.extents, shape.allSatisfy({ $0 > 0 }),
            rewriting.facts[right.name]?.extents == shape,
            (left.grid.scale / grid.scale).isFinite, (right.grid.scale / grid.scale).isFinite
        else { return }
        let plan = BytePairPlan(
            left: left.grid,
            right: right.grid,
            result: grid,
            multiplies: node.operation == "Mul",
            activation: tail.activation
        )
        replace(index, tail, inputs: [left.name, right.name], .pair(plan))
    }

    private mutating func fuseAverage(_ index: Int) {
        let node = rewriting.operations[index].node
        let tail = tail(of: index)
        guard let source = source(node.inputs[0]), let grid = tail.grid, tail.activation == .none,
            rewriting.facts[source.name]?.extents?.count == 4,
            let extents = rewriting.facts[source.name]?.extents.flatMap({ ValueExtents($0) }),
            extents.pixels < 1 << 22, (source.grid.scale / grid.scale).isFinite,
            (try? AverageLowering.isWhole(node, rewriting)) == true
        else { return }
        replace(index, tail, inputs: [source.name], .average(from: source.grid, to: grid))
    }

    /// What only moves bytes, or takes the largest, works on bytes of one grid as on floats.
    private mutating func fuseMove(_ index: Int) {
        let node = rewriting.operations[index].node
        let tail = tail(of: index)
        let count = node.operation == "Concat" ? node.inputs.count : 1
        let sources = node.inputs.prefix(count).compactMap { source($0) }
        guard sources.count == count, let grid = tail.grid, tail.activation == .none,
            sources.allSatisfy({ $0.grid == grid }),
            let result = rewriting.facts[rewriting.operations[tail.last].node.outputs[0]],
            sources.allSatisfy({ rewriting.facts[$0.name]?.elementType == result.elementType }),
            let shape = result.extents, shape.allSatisfy({ $0 > 0 })
        else { return }
        if node.operation == "MaxPool" {
            guard let from = rewriting.facts[sources[0].name]?.extents, from.count == 4,
                let extents = ValueExtents(from), let made = ValueExtents(shape),
                ((try? PoolLowering.pool(node, extents, made)) ?? nil) != nil
            else { return }
        }
        replace(index, tail, inputs: sources.map(\.name) + node.inputs.dropFirst(count), nil)
    }
}
