internal import Logging
internal import Synchronization

/// Logs refusals, ten lines in ten seconds at most, and then how many more there were.
///
/// May be used from any thread.
final class RefusalLog: Sendable {
    private struct State {
        var sinceNanoseconds: Int64 = 0
        var lineCount = 0
        var leftOutCount = 0
        var totalCount = 0
    }

    private static let lineCountMax = 10
    private static let spanNanoseconds: Int64 = 10_000_000_000

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// Refusals since the start.
    var totalCount: Int { state.withLock(\.totalCount) }

    /// Logs `sentence`, or counts it.
    func note(_ sentence: @autoclosure () -> String, now: Int64) {
        flush(now: now)
        let isLogged = state.withLock { state in
            state.totalCount += 1
            guard state.lineCount < Self.lineCountMax else {
                state.leftOutCount += 1
                return false
            }
            state.lineCount += 1
            return true
        }
        if isLogged { logger.warning("panel: \(sentence())") }
    }

    /// Begins a new span when the last is over.
    func flush(now: Int64) {
        let leftOut = state.withLock { state in
            guard now - state.sinceNanoseconds > Self.spanNanoseconds else { return 0 }
            defer {
                state.sinceNanoseconds = now
                state.lineCount = 0
                state.leftOutCount = 0
            }
            return state.leftOutCount
        }
        if leftOut > 0 { logger.warning("panel: \(leftOut) more refusals") }
    }
}
