internal import Dispatch
internal import Foundation
internal import Inspection
internal import PocketVision
internal import Synchronization
internal import VisionModels

/// Examinations for as many threads as work at once; all are made before the first blister.
///
/// Thread-safe.
final class ExaminerPool: Sendable {
    private let free: Mutex<[PocketExamination]>
    private let available: DispatchSemaphore

    /// One for each processor.
    init(_ models: PocketNetworks) throws(VisionModelError) {
        let count = max(1, ProcessInfo.processInfo.activeProcessorCount)
        var made: [PocketExamination] = []
        for _ in 0..<count { made.append(try PocketExamination(models)) }
        free = Mutex(made)
        available = DispatchSemaphore(value: count)
    }

    /// Lends an examination to `body`, waiting for one where all are lent.
    func withExaminer<Result>(_ body: (PocketExamination) -> Result) -> Result {
        available.wait()
        defer { available.signal() }
        guard let examination = free.withLock({ $0.popLast() }) else {
            preconditionFailure("as many are lent as there are")
        }
        defer { free.withLock { $0.append(examination) } }
        return body(examination)
    }
}
