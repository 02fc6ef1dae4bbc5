/// How an operation is computed.
struct LoweredKernel {
    /// For people.
    var name: String
    /// Multiplications for the whole batch, counted as direct convolution.
    var multiplications = 0
}

/// One line of what a plan does, for `model check`.
public struct PlannedLayer: Sendable, Equatable {
    /// Name of the node.
    public var name: String
    /// Its operator.
    public var operation: String
    /// Shape of its first output; nil when it is known only while the network runs.
    public var shape: [Int]?
    /// How it is computed.
    public var kernel: String
    /// Multiplications for the whole batch, counted as direct convolution.
    public var multiplications: Int
    /// The plan's steps that compute it.
    var steps: Range<Int>
}
