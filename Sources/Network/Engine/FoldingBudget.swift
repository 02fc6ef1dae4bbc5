internal import Graphs

/// How much arithmetic is done ahead on constants, so that a small file cannot keep a machine
/// busy.
struct FoldingBudget {
    /// Larger constants are not computed ahead: they would only cost memory.
    static let elementCountMax = 1 << 24
    /// Units of work for all constants together: moving one element is one.
    static let workMax = 1 << 27
    /// Units for one element of a function of numbers.
    private static let elementWork = 8

    private var work = 0

    /// Takes what computing `node` costs from the budget; false where that is too much.
    mutating func take(_ node: Node, inputs: [ValueFact?], outputs: [ValueFact]) -> Bool {
        let made = outputs.map { $0.extents.map(Self.count) ?? 0 }
        guard made.allSatisfy({ $0 <= Self.elementCountMax }) else { return false }
        let given = inputs.map { $0?.extents.map(Self.count) ?? 0 }
        let cost = Self.cost(node, given: given, made: made)
        guard cost <= Self.workMax - work else { return false }
        work += cost
        return true
    }

    /// From above; `Int.max` for what no machine does.
    private static func cost(_ node: Node, given: [Int], made: [Int]) -> Int {
        let all = (given + made).sorted(by: >)
        var cost: Int
        if node.operation == "Einsum" {
            cost = all.reduce(1) { product($0, max(1, $1)) }
        } else if summing.contains(node.operation) {
            // No sum of products has more terms than one element of each makes.
            cost = product(all.first ?? 0, max(1, all.dropFirst().first ?? 1))
        } else {
            cost = product(all.reduce(0, &+), moving.contains(node.operation) ? 1 : elementWork)
        }
        for name in ["kernel_shape", "size", "sampling_ratio", "sampling_ratio"] {
            switch node.attributes[name] {
            case .ints(let extents): for extent in extents { cost = product(cost, extent) }
            case .int(let extent): cost = product(cost, max(1, extent))
            default: break
            }
        }
        return cost
    }

    private static func count(_ extents: [Int]) -> Int { extents.reduce(1, product) }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (value, overflows) = left.multipliedReportingOverflow(by: right)
        return overflows || value < 0 ? .max : value
    }

    /// Operators that sum products over windows, rows or pairs.
    private static let summing: Set<String> = [
        "AveragePool", "Conv", "ConvInteger", "ConvTranspose", "GRU", "Gemm", "GridSample",
        "LSTM", "LpPool", "MatMul", "MatMulInteger", "MaxPool", "NonMaxSuppression",
        "QLinearConv", "QLinearMatMul", "RNN", "Resize", "RoiAlign", "Upsample",
    ]

    /// Operators that hardly do more than copy.
    private static let moving: Set<String> = [
        "Cast", "Concat", "ConstantOfShape", "DequantizeLinear", "Expand", "Flatten", "Gather",
        "Identity", "Pad", "Reshape", "Slice", "Split", "Squeeze", "Tile", "Transpose",
        "Unsqueeze",
    ]
}
