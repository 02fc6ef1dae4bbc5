/// A fully connected layer: rows of `inputs` numbers times a matrix, plus bias.
public struct FullyConnectedPlan: Sendable, Hashable {
    /// Numbers of an input row.
    public let inputs: Int
    /// Numbers of an output row.
    public let outputs: Int
    /// What follows the sum and the bias.
    public let activation: Activation

    /// Settles a layer; traps on extents below 1.
    public init(inputs: Int, outputs: Int, activation: Activation = .none) {
        precondition(inputs > 0 && outputs > 0)
        self.inputs = inputs
        self.outputs = outputs
        self.activation = activation
    }

    /// Blocks of 16 outputs.
    public var outputBlocks: Int { (outputs + 15) / 16 }

    /// Floats of an output row, whole blocks; the last ones are filler.
    public var outputRowCount: Int { outputBlocks * 16 }

    /// Where the bias starts in the packed weights, in floats.
    public var biasOffset: Int { inputs * outputRowCount }

    /// Floats of the packed weights with their bias.
    public var packedCount: Int { biasOffset + outputRowCount }

    /// Bytes that every part needs for itself while it computes.
    public var scratchByteCount: Int { 8 * (inputs / 16 + 1) }

    /// Writes weights and bias in the order the kernel reads them.
    ///
    /// - Parameters:
    ///   - weights: `isTransposed` [output][input] (Gemm with transB), else [input][output].
    ///   - isTransposed: Whether the outputs come first.
    ///   - bias: Per output, or nil for zeros.
    ///   - packed: Room for ``packedCount`` floats, best aligned to 64 bytes.
    public func pack(
        weights: UnsafePointer<Float>,
        isTransposed: Bool,
        bias: UnsafePointer<Float>?,
        into packed: UnsafeMutablePointer<Float>
    ) {
        unsafe packed.update(repeating: 0, count: packedCount)
        for output in 0..<outputs {
            let pair = output / 32
            let width = pair * 2 + 1 < outputBlocks ? 32 : 16
            let start = pair * inputs * 32 + output % 32
            for input in 0..<inputs {
                let from = isTransposed ? output * inputs + input : input * outputs + output
                unsafe packed[start + input * width] = weights[from]
            }
            if let bias = unsafe bias { unsafe packed[biasOffset + output] = bias[output] }
        }
    }
}
