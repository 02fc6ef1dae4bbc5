internal import Dispatch

/// Rows of a picture shared between threads, always in the same strips.
///
/// What is computed for a row must not depend on other strips' results: then the bits are the same
/// for any number of threads.
enum RowStrips {
    /// Strips of a picture that is worth sharing.
    private static let count = 4
    /// Values from which a picture is worth sharing.
    private static let valueCountMin = 1 << 15

    /// Calls `body` with the strips of `rows` rows of `width` values, on several threads at once.
    static func each(rows: Int, width: Int, _ body: @Sendable (Range<Int>) -> Void) {
        guard rows * width >= valueCountMin, rows >= count else {
            body(0..<rows)
            return
        }
        DispatchQueue.concurrentPerform(iterations: count) { strip in
            body((rows * strip / count)..<(rows * (strip + 1) / count))
        }
    }
}
