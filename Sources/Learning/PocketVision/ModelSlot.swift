internal import Synchronization
public import VisionModels

/// The networks in force at a station, replaced between two blisters.
///
/// The control plane makes everything that a replacement needs; each inspecting thread takes it up
/// before its next blister, so that every blister is judged by one set, old or new, and none waits.
/// Thread-safe.
public final class ModelSlot: Sendable {
    private struct State {
        var networks: PocketNetworks
        /// By inspecting thread; nil once taken.
        var waiting: [PocketExamination?]
        /// By inspecting thread, the generation that it judges by; -1 before its first blister.
        var inUse: [Int]
    }

    private let current = Atomic<Int>(0)
    private let state: Mutex<State>
    private let workers: Int
    private let helpCall: HelpCall

    /// Puts `networks` in force, as generation 0, for `workers` inspecting threads.
    ///
    /// - Throws: where the sessions of all threads need more memory than there is.
    public init(_ networks: PocketNetworks, workers: Int) throws(VisionModelError) {
        self.workers = workers
        helpCall = HelpCall()
        state = Mutex(
            State(
                networks: networks,
                waiting: try Self.examinations(networks, workers, helpCall),
                inUse: Array(repeating: -1, count: workers)
            )
        )
    }

    /// The networks of the newest generation.
    public var networks: PocketNetworks { state.withLock { $0.networks } }

    /// How often the networks were replaced.
    public var generation: Int { current.load(ordering: .acquiring) }

    /// Whether no thread judges by older networks any more; a thread that never saw a blister does
    /// not count.
    public var isSettled: Bool {
        let newest = generation
        return state.withLock { $0.inUse.allSatisfy { $0 < 0 || $0 == newest } }
    }

    /// Puts `networks` in force from every inspecting thread's next blister on; control plane only.
    ///
    /// Sessions are made on the calling thread, before anything changes.
    ///
    /// - Parameter networks: For the same layout as those in force.
    /// - Returns: the new generation.
    /// - Throws: where memory does not suffice; then the old networks stay.
    @discardableResult
    public func replace(with networks: PocketNetworks) throws(VisionModelError) -> Int {
        precondition(networks.layout == self.networks.layout)
        let waiting = try Self.examinations(networks, workers, helpCall)
        // What was never taken up is let go outside the lock.
        let former = state.withLock { state -> (waiting: [PocketExamination?], generation: Int) in
            let old = state.waiting
            state.networks = networks
            state.waiting = waiting
            return (old, current.add(1, ordering: .acquiringAndReleasing).newValue)
        }
        return former.generation
    }

    /// Calls `answer` whenever a thread begins to look at a blister, on that thread, so that idle ones
    /// may be told to help; nil: nobody is told.
    public func onLook(_ answer: (@Sendable () -> Void)?) { helpCall.setAnswer(answer) }

    /// What inspecting thread `worker`, from 0, judges by.
    public func seat(ofWorker worker: Int) -> ModelSeat {
        precondition(worker >= 0 && worker < workers)
        return ModelSeat(slot: self, worker: worker)
    }

    /// The networks for `worker` where they are newer than `generation`.
    fileprivate func take(
        worker: Int,
        newerThan generation: Int
    ) -> (examination: PocketExamination, generation: Int)? {
        guard current.load(ordering: .acquiring) != generation else { return nil }
        return state.withLock { state in
            guard let examination = state.waiting[worker] else { return nil }
            state.waiting[worker] = nil
            state.inUse[worker] = current.load(ordering: .relaxed)
            return (examination, state.inUse[worker])
        }
    }

    private static func examinations(
        _ networks: PocketNetworks,
        _ workers: Int,
        _ helpCall: HelpCall
    ) throws(VisionModelError) -> [PocketExamination?] {
        let board = workers > 1 ? LookBoard(helpCall) : nil
        var made: [PocketExamination?] = []
        for _ in 0..<workers { made.append(try PocketExamination(networks, board: board)) }
        return made
    }
}

/// One inspecting thread's hold on a ``ModelSlot``; that thread only.
public struct ModelSeat {
    private let slot: ModelSlot
    private let worker: Int
    private var examination: PocketExamination?
    private var generation = -1

    fileprivate init(slot: ModelSlot, worker: Int) {
        self.slot = slot
        self.worker = worker
    }

    /// The networks for the next blister: the newest there are.
    ///
    /// Nil only where another seat of the same thread took them.
    public mutating func newest() -> PocketExamination? {
        if let taken = slot.take(worker: worker, newerThan: generation) {
            (examination, generation) = taken
        }
        return examination
    }
}
