internal import KernelShapes

/// The cell of a recurrent layer.
enum RecurrentCell {
    /// Without gates.
    case plain
    /// Gated recurrent unit; `resetsLast`: the reset gate acts after the product.
    case gru(resetsLast: Bool)
    /// Long short-term memory.
    case lstm

    /// Gates, in ONNX's order.
    var gates: Int {
        switch self {
        case .plain: 1
        case .gru: 3
        case .lstm: 4
        }
    }
}

/// A recurrent layer after the products of its input, sequence by sequence.
struct RecurrentStep {
    /// Sequences whose states are multiplied together.
    static let sequencesPerProduct = 16

    /// One way through time.
    struct Direction {
        var isReversed: Bool
        /// Products of the input with the weights and biases of all gates, in rows with filler.
        var projected: BufferView
        /// The recurrent weights as one layer, or as two: the gates of a GRU and its candidate.
        var layers: [(plan: FullyConnectedPlan, weights: FactorPlace)]
    }

    var cell: RecurrentCell
    var time: Int
    var batch: Int
    /// Extent of a state.
    var hidden: Int
    var isBatchFirst: Bool
    var directions: [Direction]
    /// States before the first moment; nil for zeros.
    var initial: [FactorPlace?]
    /// All states in the order of time.
    var sequence: BufferView
    /// The last states.
    var finals: [BufferView]

    /// Floats of a state with filler.
    var stateCount: Int { (hidden + 15) / 16 * 16 }
    /// Floats of all gates with filler, for both layers of a GRU.
    var gateCount: Int { (cell.gates * hidden + 15) / 16 * 16 + 32 }
    /// Bytes that every part needs for itself.
    var scratchByteCount: Int {
        let layers = directions.first?.layers.map(\.plan.scratchByteCount).max() ?? 0
        return Self.productScratch(layers)
            + 4 * Self.sequencesPerProduct * (3 * stateCount + gateCount)
    }

    /// Bytes of a product's scratch, so that what follows it is aligned.
    static func productScratch(_ byteCount: Int) -> Int { Arena.rounded(byteCount) }
}
