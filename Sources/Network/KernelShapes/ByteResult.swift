/// What becomes of the exact sums of products of 8-bit numbers.
///
/// All arithmetic is in single precision, one rounding per step, the same on every processor level.
public enum ByteResult: Sendable, Hashable {
    /// Scaled, activated, rounded with ties to even, moved by `zeroPoint` and cut to 0…255.
    ///
    /// The activation's bounds are in steps of the result.
    case bytes(zeroPoint: Int, Activation)
    /// Scaled and activated.
    case floats(Activation)
    /// The sums themselves.
    case sums

    /// Bytes of one element.
    public var elementByteCount: Int { if case .bytes = self { 1 } else { 4 } }
}

/// How real numbers are written as bytes: `scale` times the distance from `zeroPoint`.
///
/// Signed bytes are kept with 128 added, which counts in `zeroPoint` here too.
public struct ByteGrid: Sendable, Hashable {
    /// Finite and above 0.
    public var scale: Float
    /// In 0…255.
    public var zeroPoint: Int

    /// Traps on what is no grid.
    public init(scale: Float, zeroPoint: Int) {
        precondition(scale.isFinite && scale > 0 && (0...255).contains(zeroPoint))
        self.scale = scale
        self.zeroPoint = zeroPoint
    }

    /// The grid that just holds 0 and everything from `least` to `most`, as DynamicQuantizeLinear
    /// states it; its scale is not above 0 or not finite where the numbers are extreme.
    public init(fitting least: Float, _ most: Float) {
        scale = most > least ? (most - least) / 255 : 1
        let steps = (-least / scale).rounded(.toNearestOrEven)
        zeroPoint = steps.isNaN ? 0 : Int(min(max(steps, 0), 255))
    }
}

/// How a pair of bytes becomes one.
public struct BytePairPlan: Sendable, Hashable {
    /// The first operand's grid.
    public var left: ByteGrid
    /// The second operand's grid.
    public var right: ByteGrid
    /// The result's grid.
    public var result: ByteGrid
    /// Whether the operands are multiplied; else they are added.
    public var multiplies: Bool
    /// What follows, with bounds in real numbers.
    public var activation: Activation

    /// Makes a plan.
    public init(
        left: ByteGrid,
        right: ByteGrid,
        result: ByteGrid,
        multiplies: Bool,
        activation: Activation = .none
    ) {
        self.left = left
        self.right = right
        self.result = result
        self.multiplies = multiplies
        self.activation = activation
    }
}
