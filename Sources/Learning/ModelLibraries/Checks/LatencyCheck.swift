internal import Foundation
internal import Imaging
internal import Linux
internal import VisionModels

/// The model keeps up with the line, 99.9 of 100 times, on this box.
///
/// Measured as time on the processor of one thread, from pictures to findings: the station goes on
/// inspecting meanwhile and has precedence, so that time by the clock would measure the station.
enum LatencyCheck: ModelCheck {
    static let name = "latency"
    /// As many runs as a 99.9th percentile needs.
    private static let runCountMax = 1000
    /// By the clock; fewer runs where they take longer.
    private static let nanosecondsMax: Int64 = 8_000_000_000
    private static let runCountMin = 20

    static func examine(
        _ candidate: inout ModelCandidate,
        _ demands: ModelDemands
    ) -> ModelFinding {
        guard let card = candidate.card else { preconditionFailure("the card is checked first") }
        let isOfPockets = card.task == .pocket || card.task == .anomaly
        let count = isOfPockets ? demands.pictureCount : 1
        let limit = String(
            format: "at most %.1f ms of one processor for %d pictures",
            demands.latencyMillisecondsMax,
            count
        )
        do {
            let model = try VisionModel(path: candidate.path, batch: count)
            let picture = Image(
                width: card.width,
                height: card.height,
                channels: card.channels,
                pixels: (0..<card.width * card.height * card.channels).map {
                    UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 5)
                }
            )
            let pictures = Array(repeating: picture, count: count)
            // The first run touches every page.
            _ = try model.findings(on: pictures)
            var times: [Int64] = []
            let end = MonotonicClock.nowNanoseconds + nanosecondsMax
            while times.count < runCountMin
                || times.count < runCountMax && MonotonicClock.nowNanoseconds < end
            {
                let start = MonotonicClock.threadProcessorNanoseconds
                _ = try model.findings(on: pictures)
                times.append(MonotonicClock.threadProcessorNanoseconds - start)
            }
            times.sort()
            let place = min(times.count - 1, times.count * 999 / 1000)
            let milliseconds = Double(times[place]) / 1e6
            let value = String(
                format: "p99.9 %.2f ms of %d runs with %d pictures",
                milliseconds,
                times.count,
                count
            )
            guard milliseconds > demands.latencyMillisecondsMax else {
                return passed(value, limit: limit)
            }
            return failed(
                value,
                limit: limit,
                cure: "use a smaller network, or raise model_latency_limit_ms where the line allows"
            )
        } catch {
            return failed("does not run: \(error)", limit: limit, cure: "export it again")
        }
    }
}
