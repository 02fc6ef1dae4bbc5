internal import KernelShapes

/// Something done to pictures, each by itself, so that threads may share them.
protocol BatchStep: Sendable {
    /// Floats of a picture that it reads and writes.
    var footprint: Int { get }
    /// Does it to `images`, which belong to `group`, on `thread`.
    func run(_ memory: RunnerMemory, _ images: Range<Int>, group: Int, thread: Int)
}

/// Something done once for the batch, between two runs over its pictures.
protocol BatchBarrier: Sendable {
    /// Does it; one thread.
    func run(_ memory: RunnerMemory)
}

/// Steps that need no other picture, and what follows when all are done.
struct Segment: Sendable {
    var steps: [any BatchStep] = []
    var barrier: (any BatchBarrier)?

    /// Floats that pictures under way should not exceed, so that they stay in the second-level
    /// cache from step to step.
    private static let floatsMax = 128 * 1024

    /// How many pictures go through the steps together.
    func chunk(groupSize: Int) -> Int {
        var largest = 1
        for step in steps { largest = max(largest, step.footprint) }
        return min(max(1, Self.floatsMax / largest), groupSize)
    }

    /// Everything for the groups of `part`.
    func run(_ memory: RunnerMemory, part: Part) {
        for group in part.range(of: memory.groupCount) {
            let images = memory.images(of: group)
            let chunk = chunk(groupSize: images.count)
            var first = images.lowerBound
            while first < images.upperBound {
                let some = first..<min(first + chunk, images.upperBound)
                for step in steps { step.run(memory, some, group: group, thread: part.index) }
                first = some.upperBound
            }
        }
    }
}
