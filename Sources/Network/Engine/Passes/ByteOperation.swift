internal import KernelShapes

/// What an operation does on bytes; the node's first inputs are the bytes it takes.
enum ByteOperation {
    /// A convolution or fully connected layer.
    case product(ByteProduct)
    /// A sum or product of two values of the same shape.
    case pair(BytePairPlan)
    /// Means of whole channels.
    case average(from: ByteGrid, to: ByteGrid)
    /// A function of single bytes: 256 values.
    case table([UInt8])
}

/// An integer product with everything but the place of its input.
struct ByteProduct {
    /// Extents; of a fully connected layer every row is a pixel of one picture row.
    var shape: ConvolutionShape
    /// Groups of channels.
    var groups: Int
    /// Whether it is a fully connected layer.
    var isRows: Bool
    /// The zero point of the input.
    var inputZeroPoint: Int
    /// Weights, bias and scales.
    var numbers: ByteFactors
    /// What becomes of the sums.
    var result: ByteResult
    /// What is known of the input only when the network runs.
    var measured: MeasuredInput?
}

/// Values that say how the bytes of a product's input are meant.
struct MeasuredInput {
    /// A single float that all factors are multiplied by.
    var scale: String
    /// A single byte; nil where the product's own zero point holds.
    var zeroPoint: String?
}
