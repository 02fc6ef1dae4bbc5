import Linux
import Rejection

/// Pins that nothing hangs on, with a cycle pin that another thread pulses.
final class EdgeFeed: PinPort {
    private let arrived = Semaphore()

    /// One edge of the `cycle` pin; any thread.
    func pulse() { arrived.post() }

    func set(_ levels: OutputLevels, mask: OutputLevels) throws(PinFault) {}

    func wait(into edges: inout EdgeBuffer, deadlineNanoseconds: Int64) throws(PinFault) {
        guard arrived.wait(untilNanoseconds: deadlineNanoseconds) else { return }
        edges.insert(
            PinEdge(
                pin: .cycle,
                isRising: true,
                timestampNanoseconds: MonotonicClock.nowNanoseconds
            )
        )
    }
}
