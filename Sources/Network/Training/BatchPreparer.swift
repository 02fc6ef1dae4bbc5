internal import Linux
internal import Synchronization

/// Makes the next batch on a thread of its own while one is learnt from.
final class BatchPreparer: Sendable {
    private let shared: Shared
    private let thread: RealTimeThread

    init(_ source: any BatchSource, seed: UInt64, size: Int) throws(TrainingError) {
        let shared = Shared()
        self.shared = shared
        do {
            thread = try RealTimeThread(ThreadPlan(name: "batches", stackByteCount: 8 << 20)) {
                while let step = shared.next() {
                    shared.finish(Result { try source.batch(step: step, seed: seed, size: size) })
                }
            }
        } catch {
            throw .system("\(error)")
        }
    }

    deinit {
        shared.end()
        thread.join()
    }

    /// Begins with the batch of `step`.
    func prepare(step: Int) { shared.ask(step) }

    /// The batch that was asked for last.
    func take() throws -> TrainingBatch { try shared.take() }

    /// What both threads use.
    private final class Shared: Sendable {
        private struct State {
            var step: Int?
            var isEnded = false
            var batch: Result<TrainingBatch, any Error>?
        }

        private let state = Mutex(State())
        private let asked = Semaphore()
        private let made = Semaphore()

        func ask(_ step: Int) {
            state.withLock { $0.step = step }
            asked.post()
        }

        func end() {
            state.withLock { $0.isEnded = true }
            asked.post()
        }

        /// The step to make; nil at the end.
        func next() -> Int? {
            asked.wait()
            return state.withLock { $0.isEnded ? nil : $0.step }
        }

        func finish(_ batch: Result<TrainingBatch, any Error>) {
            state.withLock { $0.batch = batch }
            made.post()
        }

        func take() throws -> TrainingBatch {
            made.wait()
            let batch = state.withLock { state in
                defer { state.batch = nil }
                return state.batch
            }
            guard let batch else { throw TrainingError.system("no batch was asked for") }
            return try batch.get()
        }
    }
}
