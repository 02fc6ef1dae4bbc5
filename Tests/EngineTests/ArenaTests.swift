import Testing

@testable import Engine

struct ArenaTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `buffers that are needed together do not overlap`(seed: UInt64) {
        var random = SeededRandom(state: seed)
        let requests = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            let first = Int.random(in: -1...50, using: &random)
            return Arena.Request(
                byteCount: Int.random(in: 0...5000, using: &random),
                firstStep: first,
                lastStep: first + Int.random(in: 0...12, using: &random)
            )
        }
        let arena = Arena(requests)
        var overlaps = 0
        for (one, left) in requests.enumerated() where left.byteCount > 0 {
            #expect(arena.offsets[one] >= 0 && arena.offsets[one] % Arena.alignment == 0)
            #expect(arena.offsets[one] + left.byteCount <= arena.byteCount)
            for (two, right) in requests.enumerated() where two > one && right.byteCount > 0 {
                let together =
                    left.firstStep <= right.lastStep && right.firstStep <= left.lastStep
                let apart =
                    arena.offsets[one] + left.byteCount <= arena.offsets[two]
                    || arena.offsets[two] + right.byteCount <= arena.offsets[one]
                if together && !apart { overlaps += 1 }
            }
        }
        #expect(overlaps == 0, "seed \(seed)")
    }

    @Test func `very many buffers that are needed together do not overlap`() {
        var random = SeededRandom(state: 7)
        let requests = (0...2 * Arena.exactCountMax).map { _ in
            let first = Int.random(in: -1...9000, using: &random)
            return Arena.Request(
                byteCount: Int.random(in: 0...5000, using: &random),
                firstStep: first,
                lastStep: first + Int.random(in: 0...12, using: &random)
            )
        }
        let arena = Arena(requests)
        var overlaps = 0
        for step in stride(from: 0, to: 9000, by: 3) {
            let alive = requests.indices.filter {
                requests[$0].firstStep <= step && step <= requests[$0].lastStep
                    && requests[$0].byteCount > 0
            }
            .sorted { arena.offsets[$0] < arena.offsets[$1] }
            for (one, two) in zip(alive, alive.dropFirst())
            where arena.offsets[one] + requests[one].byteCount > arena.offsets[two] {
                overlaps += 1
            }
        }
        #expect(overlaps == 0)
        #expect(arena.byteCount < requests.map(\.byteCount).reduce(0, +) / 20)
    }

    @Test func `buffers that follow each other share their place`() {
        let chain = (0..<10).map { Arena.Request(byteCount: 640, firstStep: $0, lastStep: $0 + 1) }
        #expect(Arena(chain).byteCount == 1280)
    }

    @Test func `nothing takes no memory`() {
        #expect(Arena([]).byteCount == 0)
    }
}
