import Fleet
import Foundation
import Linux
import Mosquitto

/// A station without a line, for tests that kill it and for figures:
/// `FleetPublisher PORT NODE SPOOL COUNT [drain]` offers COUNT results as fast as the spool takes
/// them and says what that cost; with `drain` it ends when the broker has them all, otherwise never
/// when COUNT is 0, and when they are on disk when it is not.
@main
struct FleetPublisher {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count >= 5, let port = Int(words[1]), let count = Int(words[4]) else {
            print("usage: FleetPublisher PORT NODE SPOOL COUNT [drain]")
            exit(2)
        }
        var settings = FleetSettings(
            broker: BrokerAddress(host: "127.0.0.1", port: port),
            group: "plant",
            node: words[2],
            spoolFolder: words[3]
        )
        settings.gatheringMillisecondsMax = 100
        settings.reconnectMillisecondsMax = 1000
        let node = try FleetNode(
            settings: settings,
            station: FleetStation(name: words[2], software: "publisher", reasons: ["missing"])
        )
        let isDraining = words.count > 5
        try node.start()
        let spent = offer(count, to: node)
        while count > 0, !isDraining, node.status.waitingCount < Int64(count) { pause() }
        if count > 0 { report(count, spent, node) }
        if isDraining { drain(node) } else if count == 0 { while true { pause() } }
        node.stop()
    }

    private static func pause() { Thread.sleep(forTimeInterval: 0.002) }

    /// Nanoseconds of processor that the offers took, all together.
    private static func offer(_ count: Int, to node: FleetNode) -> Int64 {
        var spent: Int64 = 0
        var done = 0
        while done < count {
            let start = MonotonicClock.threadProcessorNanoseconds
            let part = min(1000, count - done)
            for index in done..<done + part {
                node.offer(.result(outcome(index)))
            }
            spent += MonotonicClock.threadProcessorNanoseconds - start
            done += part
            while node.status.waitingCount < Int64(done) - 10_000 { pause() }
        }
        return spent
    }

    private static func outcome(_ index: Int) -> BlisterOutcome {
        BlisterOutcome(
            timeMilliseconds: Int64(Date().timeIntervalSince1970 * 1000),
            batch: "LOT-2026-0117",
            blister: "\(1_760_000_000_000 + index)",
            cycle: index / 2,
            lane: index % 2,
            isAccepted: index % 100 != 0,
            reasons: index % 100 == 0 ? ["missing", "fragments"] : [],
            latencyMilliseconds: 12.5
        )
    }

    private static func report(_ count: Int, _ spent: Int64, _ node: FleetNode) {
        let bytes = node.status.spoolByteCount
        print("offer \(Double(spent) / Double(count) / 1000) µs each")
        print("spool \(Double(bytes) / Double(count)) bytes each")
        print("refused \(node.status.refusedCount)")
    }

    private static func drain(_ node: FleetNode) {
        while node.status.condition != .online { pause() }
        let start = MonotonicClock.nowNanoseconds
        let waiting = node.status.waitingCount
        while node.status.waitingCount > 0 { pause() }
        let seconds = Double(MonotonicClock.nowNanoseconds - start) / 1e9
        print("drained \(waiting) in \(seconds) s")
    }
}
