internal import Blister
internal import Records
internal import Synchronization

/// The last blister, the last reject, the pace, and how long verdicts took.
///
/// Fed on the records thread, read from any.
final class LatestBlisters: RecordObserver {
    /// Upper ends of the classes of latency, milliseconds; one more class lies above the last.
    static let latencyLimits: [Double] = [
        5, 10, 15, 20, 25, 30, 35, 40, 50, 75, 100, 150, 250, 500,
    ]
    /// Blisters that the pace is taken over.
    private static let paceCountMax = 1024
    /// Latencies that the quantiles are taken over.
    private static let latencyCountMax = 4096

    /// What was seen so far.
    struct Latest: Sendable {
        var blister: FiledResult?
        var reject: FiledResult?
        /// By class of ``LatestBlisters/latencyLimits``, since start.
        var latencyCounts = [Int](repeating: 0, count: LatestBlisters.latencyLimits.count + 1)
        var filedCount = 0
        var latencySum = 0.0
        fileprivate var times: [Int64] = []
        fileprivate var latencies: [Double] = []
    }

    private let latest = Mutex(Latest())

    func take(_ filed: FiledResult) {
        latest.withLock { latest in
            let isReject = filed.result.verdict != .accept
            latest.blister = filed
            if isReject { latest.reject = filed }
            let milliseconds = filed.result.latencyMilliseconds
            let place = Self.latencyLimits.firstIndex { milliseconds <= $0 }
            latest.latencyCounts[place ?? Self.latencyLimits.count] += 1
            latest.latencySum += milliseconds
            Self.keep(
                filed.decided.milliseconds,
                in: &latest.times,
                Self.paceCountMax,
                latest.filedCount
            )
            Self.keep(milliseconds, in: &latest.latencies, Self.latencyCountMax, latest.filedCount)
            latest.filedCount += 1
        }
    }

    /// A copy of what was seen.
    var now: Latest { latest.withLock { $0 } }

    private static func keep<Value>(
        _ value: Value,
        in ring: inout [Value],
        _ countMax: Int,
        _ number: Int
    ) {
        if ring.count < countMax { ring.append(value) } else { ring[number % countMax] = value }
    }
}

extension LatestBlisters.Latest {
    /// Blisters a minute, over the last minute or since the first one of it.
    func perMinute(at now: Timestamp) -> Double {
        let recent = times.filter { now.milliseconds - $0 < 60_000 }
        guard let first = recent.min(), recent.count > 1 else { return 0 }
        let span = max(1_000, min(60_000, now.milliseconds - first))
        return Double(recent.count) * 60_000 / Double(span)
    }

    /// Median and 99.9 % quantile of the last latencies, milliseconds; nil before the first.
    var latencyQuantiles: (median: Double, p999: Double)? {
        guard !latencies.isEmpty else { return nil }
        let sorted = latencies.sorted()
        func at(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
        }
        return (at(0.5), at(0.999))
    }
}
