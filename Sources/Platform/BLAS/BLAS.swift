internal import COpenBLAS

/// Matrix products by OpenBLAS, always on the calling thread.
///
/// Parallelism is the caller's, with a fixed partition, so that results do not depend on how many
/// threads there are. Any thread may call it.
public enum BLAS {
    /// Why the linked OpenBLAS must not be used, or nil; found once, which also limits it to the
    /// calling thread.
    ///
    /// Only the pthread build keeps concurrent calls of one process apart: an OpenMP build runs its
    /// own pool beside ours, an unthreaded one may share its buffers between callers
    /// (OpenBLAS, *FAQ*, "How can I use OpenBLAS in multi-threaded applications?").
    public static let refusal: String? = {
        let threading = blisterd_blas_threading()
        guard threading == 1 else {
            let model = threading == 2 ? "OpenMP" : "unthreaded"
            return "\(model) build of OpenBLAS (\(description)); install libopenblas0-pthread"
        }
        blisterd_blas_use_one_thread()
        return nil
    }()

    /// The linked library with its version, and the processor it has chosen its kernels for.
    ///
    /// Results have the same bits only under the same description. Asked once: OpenBLAS writes its
    /// answer into the same memory for every caller.
    public static let description = unsafe String(cString: blisterd_blas_description())

    /// One factor of a product, row-major.
    @unsafe public struct Factor {
        /// First element.
        public let start: UnsafePointer<Float>
        /// Elements from one stored row to the next.
        public let stride: Int
        /// Whether the stored matrix is the factor's transpose.
        public let isTransposed: Bool

        /// Refers to the matrix at `start`, which must outlive the call.
        public init(_ start: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
            unsafe self.start = unsafe start
            unsafe self.stride = stride
            unsafe self.isTransposed = isTransposed
        }
    }

    /// Writes `a` (`rows` × `depth`) times `b` (`depth` × `columns`) to `result`, or adds it when
    /// `isAdding`.
    ///
    /// Traps when ``refusal`` is not nil: check it once at start.
    public static func multiply(
        _ a: Factor,
        _ b: Factor,
        rows: Int,
        columns: Int,
        depth: Int,
        into result: UnsafeMutablePointer<Float>,
        stride: Int,
        isAdding: Bool = false
    ) {
        precondition(refusal == nil)
        unsafe blisterd_sgemm(
            a.isTransposed ? 1 : 0,
            b.isTransposed ? 1 : 0,
            Int32(rows),
            Int32(columns),
            Int32(depth),
            a.start,
            Int32(a.stride),
            b.start,
            Int32(b.stride),
            isAdding ? 1 : 0,
            result,
            Int32(stride)
        )
    }
}
