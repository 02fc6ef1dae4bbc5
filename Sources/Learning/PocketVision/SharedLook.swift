internal import Imaging
internal import Synchronization

/// The pockets of one blister, in fixed parts that several threads look at.
///
/// A part is done by the thread that begins it; its bits do not depend on who that is. Thread-safe.
final class SharedLook: Sendable {
    /// The registered blister.
    let image: Image
    /// See ``PocketExaminer``.
    let light: [Float]

    private struct State {
        var begunCount = 0
        /// By part; nil until it is finished.
        var findings: [PocketFindings?]
    }

    private let state: Mutex<State>

    init(_ image: Image, light: [Float], parts: Int) {
        self.image = image
        self.light = light
        state = Mutex(State(findings: Array(repeating: nil, count: parts)))
    }

    /// The next part that nobody has begun; nil where there is none.
    func begin() -> Int? {
        state.withLock { state in
            guard state.begunCount < state.findings.count else { return nil }
            state.begunCount += 1
            return state.begunCount - 1
        }
    }

    /// Whether there is a part that nobody has begun.
    var isOpen: Bool { state.withLock { $0.begunCount < $0.findings.count } }

    /// Says what was found in `part`; who is first is heard.
    func finish(_ part: Int, _ findings: PocketFindings) {
        state.withLock { state in
            if state.findings[part] == nil { state.findings[part] = findings }
        }
    }

    /// The first part that was begun and is not finished; nil where there is none.
    var unfinished: Int? {
        state.withLock { state in
            state.findings[..<state.begunCount].firstIndex { $0 == nil }
        }
    }

    /// What was found, by part; all must be finished.
    var findings: [PocketFindings] { state.withLock { $0.findings.compactMap { $0 } } }
}
