internal import KernelShapes

/// Where one factor of a product is.
enum FactorPlace {
    /// A piece of the plan's weights.
    case weights(Int)
    /// A buffer of the arena.
    case buffer(BufferView)

    /// The buffer, where it is one.
    var view: BufferView? {
        if case .buffer(let view) = self { view } else { nil }
    }
}

/// Products of pairs of row-major matrices by OpenBLAS.
///
/// The extents of every call follow from the matrices alone, never from the batch or the number
/// of threads: other extents may give other bits.
struct ProductStep {
    /// Where a pair and its product begin, in floats.
    struct Pair {
        var left: Int
        var right: Int
        var output: Int
    }

    /// Rows that one call computes.
    static let rowsPerCall = 128

    var left: FactorPlace
    var right: FactorPlace
    var output: BufferView
    var pairs: [Pair]
    /// Rows of a product.
    var rows: Int
    /// Columns of a product.
    var columns: Int
    /// Terms of each of its sums.
    var depth: Int
    /// Whether the left matrices are stored by columns.
    var isLeftTransposed = false
    /// Whether the right matrices are stored by columns.
    var isRightTransposed = false

    /// Calls for one pair.
    var callsPerPair: Int { (rows + Self.rowsPerCall - 1) / Self.rowsPerCall }
}

/// Weights that are known only while the network runs, on their way into a kernel's order.
struct PackStep {
    /// The layer they are for.
    var plan: FullyConnectedPlan
    /// Row-major, by outputs where `isTransposed`.
    var from: BufferView
    var isTransposed: Bool
    /// ``KernelShapes/FullyConnectedPlan/packedCount`` floats.
    var to: BufferView
}

/// What follows a product: `activation(alpha · sum + beta · added)`, in place.
struct FinishStep {
    var rows: Int
    var columns: Int
    var values: BufferView
    var alpha: Float
    var beta: Float
    /// Nil adds nothing.
    var added: FactorPlace?
    /// Floats of `added` from row to row; 0 repeats it.
    var addedRowStride: Int
    /// Floats of `added` from column to column; 0 repeats it.
    var addedColumnStride: Int
    var activation: Activation
}

/// A value with its axes in another order.
struct PermutationStep {
    var from: BufferView
    var to: BufferView
    /// Extents of the result.
    var shape: [Int]
    /// Floats from one element to the next of each axis of the result, where it comes from.
    var strides: [Int]

    /// Rows of the result along its last axis.
    var rows: Int { shape.dropLast().reduce(1, *) }
}
