internal import Blister
internal import Imaging
internal import Linux
internal import Synchronization

/// One decoded picture on its way from the decoding thread to the capture thread and back.
final class DecodedChunk: @unchecked Sendable {
    // Exactly one of the two threads holds it at a time; the rings hand it over.
    var bytes: [UInt8] = []
    var rows = 0
    var fault: CaptureFault?
}

/// Decodes the pictures of a replay set ahead of their use, a bounded number of them.
///
/// ``run()`` belongs to the decoding thread, everything else to the capture thread.
final class ReplayDecoder: Sendable {
    private let replay: ReplaySet
    private let free: HandoverRing<DecodedChunk>
    private let filled: HandoverRing<DecodedChunk>
    private let freeCount: Semaphore
    private let filledCount = Semaphore()
    private let isStopping = Atomic<Bool>(false)

    init(replay: ReplaySet, slotCount: Int) {
        self.replay = replay
        free = HandoverRing(capacity: slotCount)
        filled = HandoverRing(capacity: slotCount)
        freeCount = Semaphore(count: slotCount)
        for _ in 0..<slotCount { _ = free.push(DecodedChunk()) }
    }

    /// Decodes until the set ends, a picture is damaged or ``stop()`` was called.
    func run() {
        for index in replay.files.indices {
            freeCount.wait()
            guard !isStopping.load(ordering: .acquiring), let slot = free.pop() else { return }
            do {
                let image = try replay.picture(index)
                slot.bytes = image.pixels
                slot.rows = image.height
            } catch {
                slot.fault = CaptureFault(error)
            }
            let isDamaged = slot.fault != nil
            _ = filled.push(slot)
            filledCount.post()
            if isDamaged { return }
        }
    }

    /// The next decoded chunk, or nil when none came in time.
    func take(untilNanoseconds deadline: Int64) -> DecodedChunk? {
        filledCount.wait(untilNanoseconds: deadline) ? filled.pop() : nil
    }

    /// Returns a chunk whose pixels were used.
    func giveBack(_ chunk: DecodedChunk) {
        _ = free.push(chunk)
        freeCount.post()
    }

    /// Makes ``run()`` return soon.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        freeCount.post()
    }
}

extension CaptureFault {
    /// What a broken replay set means to the line.
    init(_ error: ReplayError) {
        switch error {
        case .picture(let picture):
            if case .unreadable = picture.fault {
                self = .gone(name: picture.file)
            } else {
                self = .damaged(name: picture.file, reason: picture.reason)
            }
        default:
            self = .damaged(name: "replay set", reason: error.description)
        }
    }
}
