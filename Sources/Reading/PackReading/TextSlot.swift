public import Inspection
internal import Synchronization

/// The texts in force at a station, replaced between two blisters.
///
/// The control plane says what a batch must carry; each inspecting thread takes it up before its next
/// blister. Thread-safe.
public final class TextSlot: Sendable {
    private let generation = Atomic<Int>(0)
    private let wanted: Mutex<WantedTexts>
    private let texts: PackTexts
    fileprivate let examinations: [TextExamination]

    /// Puts `expected` in force for `workers` inspecting threads, and makes their readers.
    ///
    /// - Throws: ``VisionModelError`` where a network cannot be read, ``UnreadableText`` for a text that
    ///   can be on no blister.
    public init(_ texts: PackTexts, expected: ExpectedTexts, workers: Int) throws {
        let wanted = try texts.wanted(expected)
        self.texts = texts
        self.wanted = Mutex(wanted)
        examinations = try (0..<workers).map { _ in try TextExamination(texts, wanted: wanted) }
    }

    /// What is expected of the next blister.
    public var expected: ExpectedTexts { wanted.withLock { $0.texts } }

    /// Expects `expected` from every inspecting thread's next blister on; control plane only.
    ///
    /// - Throws: the text that can be on no blister; then the old ones stay.
    public func expect(_ expected: ExpectedTexts) throws(UnreadableText) {
        let made = try texts.wanted(expected)
        wanted.withLock { wanted in
            wanted = made
            generation.add(1, ordering: .acquiringAndReleasing)
        }
    }

    /// What inspecting thread `worker`, from 0, reads with.
    public func seat(ofWorker worker: Int) -> TextSeat {
        precondition(examinations.indices.contains(worker))
        return TextSeat(slot: self, worker: worker)
    }

    /// The texts where they are newer than `known`, and how often they were replaced.
    fileprivate func take(newerThan known: Int) -> (wanted: WantedTexts, generation: Int)? {
        guard generation.load(ordering: .acquiring) != known else { return nil }
        return wanted.withLock { ($0, generation.load(ordering: .relaxed)) }
    }
}

/// One inspecting thread's hold on a ``TextSlot``; that thread only.
public struct TextSeat {
    private let slot: TextSlot
    private let examination: TextExamination
    private var generation = -1

    fileprivate init(slot: TextSlot, worker: Int) {
        self.slot = slot
        examination = slot.examinations[worker]
    }

    /// The readers for the next blister, which expect the newest texts.
    public mutating func newest() -> TextExamination {
        if let taken = slot.take(newerThan: generation) {
            examination.expect(taken.wanted)
            generation = taken.generation
        }
        return examination
    }
}
