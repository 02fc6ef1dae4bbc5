internal import Dispatch
internal import Foundation
internal import Inspection
internal import PackReading
internal import PocketVision
internal import Synchronization

/// Examinations for as many threads as work at once; all are made before the first blister.
///
/// Thread-safe.
final class ExaminerPool: Sendable {
    /// What one thread looks and reads with; nil where nothing is asked for.
    struct Examiners: Sendable {
        var pockets: PocketExamination?
        var texts: TextExamination?
    }

    private let free: Mutex<[Examiners]>
    private let available: DispatchSemaphore

    /// One for each processor: looks with `networks`, reads with `texts`, which expect `expected`.
    init(
        _ networks: PocketNetworks?,
        texts: PackTexts? = nil,
        expected: ExpectedTexts = ExpectedTexts()
    ) throws {
        let count = max(1, ProcessInfo.processInfo.activeProcessorCount)
        var made: [Examiners] = []
        for _ in 0..<count {
            made.append(
                Examiners(
                    pockets: try networks.map { try PocketExamination($0) },
                    texts: try texts.map { try TextExamination($0, expected: expected) }
                )
            )
        }
        free = Mutex(made)
        available = DispatchSemaphore(value: count)
    }

    /// Lends examiners to `body`, waiting for some where all are lent.
    func withExaminers<Result>(_ body: (Examiners) -> Result) -> Result {
        available.wait()
        defer { available.signal() }
        guard let examiners = free.withLock({ $0.popLast() }) else {
            preconditionFailure("as many are lent as there are")
        }
        defer { free.withLock { $0.append(examiners) } }
        return body(examiners)
    }
}
