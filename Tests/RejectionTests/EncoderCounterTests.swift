import Testing

@testable import Rejection

@Suite struct EncoderCounterTests {
    @Test func `quadrature follows any walk of a shaft`() {
        var random = SeededRandom(seed: 7)
        var counter = EncoderCounter(kind: .quadrature)
        var position = 0
        // Phases 0...3 are (A, B) = 00, 10, 11, 01.
        func levels(_ position: Int) -> (Bool, Bool) {
            let phase = position & 3
            return (phase == 1 || phase == 2, phase == 2 || phase == 3)
        }
        // One full turn lets the counter learn both levels.
        func move(_ step: Int, _ counter: inout EncoderCounter) {
            let before = levels(position)
            position += step
            let after = levels(position)
            let isA = before.0 != after.0
            _ = counter.count(isA: isA, isRising: isA ? after.0 : after.1)
        }
        for _ in 0..<4 { move(1, &counter) }
        let origin = counter.ticks - position
        for _ in 0..<5_000 {
            move(random.chance(0.6) ? 1 : -1, &counter)
            #expect(counter.ticks - position == origin)
        }
        #expect(counter.lostEdges == 0)
    }

    @Test func `an edge that repeats a level is lost and moves nothing`() {
        var counter = EncoderCounter(kind: .quadrature)
        for (isA, isRising) in [(true, true), (false, true), (true, false), (false, false)] {
            _ = counter.count(isA: isA, isRising: isRising)
        }
        let ticks = counter.ticks
        let moved = counter.count(isA: false, isRising: false)
        #expect(!moved)
        #expect(counter.ticks == ticks)
        #expect(counter.lostEdges == 1)
    }

    @Test func `a single channel counts rising edges only`() {
        var counter = EncoderCounter(kind: .single)
        let moved = [(true, true), (true, false), (false, true)].map { isA, isRising in
            counter.count(isA: isA, isRising: isRising)
        }
        #expect(moved == [true, false, false])
        #expect(counter.ticks == 1)
    }
}

@Suite struct CountHistoryTests {
    @Test func `the count at a past moment is found, one before the start is not`() {
        let history = CountHistory()
        #expect(history.count(atNanoseconds: 5) == nil)
        for index in 0..<10_000 { history.append(count: index, atNanoseconds: Int64(index) * 10) }
        #expect(history.latest == 9_999)
        #expect(history.count(atNanoseconds: 99_995) == 9_999)
        #expect(history.count(atNanoseconds: 99_985) == 9_998)
        #expect(history.count(atNanoseconds: 98_000) == 9_800)
        #expect(history.count(atNanoseconds: 10) == nil, "overwritten")
    }
}
