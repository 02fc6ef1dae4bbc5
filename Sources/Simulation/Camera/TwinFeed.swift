internal import Blister
internal import Linux
internal import Synchronization

/// One step of the camera on its way from the rendering thread to the capture thread and back.
final class RenderedChunk: @unchecked Sendable {
    // Exactly one of the two threads holds it at a time; the rings hand it over.
    var bytes: [UInt8]
    var step = ChunkSchedule.Step.end

    init(byteCount: Int) {
        bytes = Array(repeating: 0, count: byteCount)
    }
}

/// Renders chunks ahead of their use, a bounded number of them.
///
/// ``run()`` belongs to the rendering thread, everything else to the capture thread.
final class TwinFeed: Sendable {
    private let web: TwinWeb
    private let free: HandoverRing<RenderedChunk>
    private let filled: HandoverRing<RenderedChunk>
    private let freeCount: Semaphore
    private let filledCount = Semaphore()
    private let isStopping = Atomic<Bool>(false)
    private let isFull = Semaphore()

    init(web: TwinWeb, chunksAhead: Int) {
        self.web = web
        free = HandoverRing(capacity: chunksAhead)
        filled = HandoverRing(capacity: chunksAhead)
        freeCount = Semaphore(count: chunksAhead)
        let byteCount = web.format.rowsMax * web.format.rowByteCount
        for _ in 0..<chunksAhead { _ = free.push(RenderedChunk(byteCount: byteCount)) }
    }

    /// Renders until the run ends or ``stop()`` was called.
    func run() {
        var schedule = ChunkSchedule(web: web)
        let renderer = TwinRenderer(web)
        var isAnnounced = false
        while true {
            if !freeCount.tryWait() {
                if !isAnnounced { isFull.post() }
                isAnnounced = true
                freeCount.wait()
            }
            guard !isStopping.load(ordering: .acquiring), let slot = free.pop() else { return }
            let step = schedule.next()
            slot.step = step
            if case .chunk(let rows, _) = step {
                renderer.render(rows: rows, into: &slot.bytes, at: 0)
            }
            _ = filled.push(slot)
            filledCount.post()
            if step == .end {
                if !isAnnounced { isFull.post() }
                return
            }
        }
    }

    /// Waits until every slot is rendered or the run is rendered to its end.
    func waitUntilFull() { isFull.wait() }

    /// The next rendered step, or nil when none came in time.
    func take(untilNanoseconds deadline: Int64) -> RenderedChunk? {
        filledCount.wait(untilNanoseconds: deadline) ? filled.pop() : nil
    }

    /// Returns a chunk whose pixels were used.
    func giveBack(_ chunk: RenderedChunk) {
        _ = free.push(chunk)
        freeCount.post()
    }

    /// Makes ``run()`` return soon.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        freeCount.post()
    }
}
