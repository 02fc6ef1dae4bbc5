internal import Dispatch
internal import Synchronization

/// Work shared out over all cores, results in the order of the input.
public enum ParallelMap {
    /// `transform` of every index below `count`, computed on all cores.
    ///
    /// Results do not depend on the number of threads, as long as `transform` depends on its index
    /// only. Blocks the calling thread.
    public static func map<Result: Sendable>(
        count: Int,
        _ transform: @Sendable (Int) -> Result
    ) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = transform(index)
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
