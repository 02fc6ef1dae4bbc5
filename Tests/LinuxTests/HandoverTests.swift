import Synchronization
import Testing

@testable import Linux

private final class Parcel: Sendable {
    let number: Int
    let onRelease: @Sendable () -> Void

    init(_ number: Int, onRelease: @escaping @Sendable () -> Void = {}) {
        self.number = number
        self.onRelease = onRelease
    }

    deinit { onRelease() }
}

struct HandoverTests {
    @Test(arguments: 1...5)
    func `the ring does what an array does`(capacity: Int) {
        let ring = HandoverRing<Parcel>(capacity: capacity)
        var twin: [Int] = []
        var state: UInt64 = 99
        for number in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            if state >> 63 == 0 {
                let taken = ring.push(Parcel(number))
                #expect(taken == (twin.count < capacity))
                if taken { twin.append(number) }
            } else {
                #expect(ring.pop()?.number == (twin.isEmpty ? nil : twin.removeFirst()))
            }
            #expect(ring.count == twin.count)
        }
    }

    @Test func `everything arrives once and in order between two threads`() throws {
        let ring = HandoverRing<Parcel>(capacity: 7)
        let count = 100_000
        let filled = Semaphore()
        let producer = try RealTimeThread(ThreadPlan(name: "producer")) {
            for number in 0..<count {
                let parcel = Parcel(number)
                while !ring.push(parcel) { MonotonicClock.sleep(untilNanoseconds: 0) }
                filled.post()
            }
        }
        for number in 0..<count {
            filled.wait()
            guard ring.pop()?.number == number else {
                Issue.record("parcel \(number) is missing or out of order")
                break
            }
        }
        producer.join()
        #expect(ring.count == 0)
    }

    @Test func `a ring that goes away releases what waits in it`() {
        let released = Mutex(0)
        do {
            let ring = HandoverRing<Parcel>(capacity: 4)
            for number in 0..<3 {
                _ = ring.push(Parcel(number) { released.withLock { $0 += 1 } })
            }
        }
        #expect(released.withLock { $0 } == 3)
    }

    @Test func `a semaphore gives up at its deadline and takes what was posted`() {
        let semaphore = Semaphore(count: 1)
        #expect(semaphore.tryWait())
        #expect(!semaphore.tryWait())
        let before = MonotonicClock.nowNanoseconds
        #expect(!semaphore.wait(timeoutNanoseconds: 5_000_000))
        #expect(MonotonicClock.nowNanoseconds - before >= 5_000_000)
        semaphore.post()
        #expect(semaphore.wait(timeoutNanoseconds: 0))
    }

    @Test func `a thread says which processor it was refused and runs all the same`() throws {
        let ran = Semaphore()
        let thread = try RealTimeThread(
            ThreadPlan(name: "a name longer than fifteen", processors: [63])
        ) { ran.post() }
        thread.join()
        #expect(ran.tryWait())
        let allowed = PluggedDevices.schedulingLimits().processors
        #expect(thread.warnings.isEmpty == allowed.contains(63))
        for warning in thread.warnings { #expect(!"\(warning)".contains("\n")) }
    }
}
