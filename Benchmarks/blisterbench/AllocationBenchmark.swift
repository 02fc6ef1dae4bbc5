import Records
import Blister
import Capture
import CMeters
import Foundation
import Linux
import Rejection
import Simulation
import Station

/// Allocations of the two real-time threads in steady state, counted by this program's malloc.
///
/// A replay set plays in real time through the pipeline; every verdict is filed in the shift
/// register, and every inspected cycle gives a cycle edge to the actuation thread.
struct AllocationBenchmark {
    let settings: RunSettings

    func run(_ ledger: Ledger) throws {
        let product = Product(preset: TwinProduct.presets[0], channels: 1)
        let recipe = try product.teach(settings)
        let cycles = 20
        var scenario = product.scenario(seed: settings.seed + 4, cycles: cycles)
        scenario.defectRate = 0.05
        let stretch = MemorySource.Stretch(
            try TwinWeb(scenario),
            cycles: cycles,
            rowsPerChunkMax: LoopedReplaySet.rowsPerChunkRange.upperBound
        )
        let folder = settings.path("allocation-web")
        try LoopedReplaySet(stretch: stretch, scenario: scenario)
            .write(to: folder, times: settings.isFull ? 40 : 8)
        let replay = try ReplaySet(folder: folder)
        let cycleRows = replay.cycleRows ?? []
        let rehearsal = try Rehearsal(recipePath: recipe, workers: settings.workers)
        let supply = Rehearsal.Supply(scenario, cycleRows: cycleRows, isPaced: true)

        let desk = ActuationDesk(lanes: Product.lanes)
        desk.isHealthy = true
        let pins = EdgeFeed()
        let actuation = try ActuationLoop(
            settings: RejectionSettings(
                lanes: Product.lanes,
                distance: .cycles(4),
                pulseNanoseconds: 20_000_000,
                cycleIntervalNanosecondsMin: 0
            ),
            port: pins,
            desk: desk
        ).start(ThreadPlan(name: "actuation"))
        let tally = Tally()
        let line = try RealTimeThread(ThreadPlan(name: "rehearsal", stackByteCount: 8 << 20)) {
            // What goes wrong shows as blisters that never came.
            try? rehearsal.run(
                ReplaySource(replay: replay, pace: .lineSpeed(speed: 1)),
                supply: supply
            ) { record in
                let identity = record.result.identity
                _ = desk.register.file(
                    cycle: identity.cycle,
                    lane: identity.lane,
                    isAccept: record.result.verdict == .accept
                )
                tally.count(record)
                desk.noteProgress()
                if identity.lane == Product.lanes - 1 { pins.pulse() }
            }
        }
        let all = cycleRows.count * Product.lanes
        let before = snapshot(desk, tally, until: all / 5)
        let after = snapshot(desk, tally, until: all * 9 / 10)
        line.join()
        desk.requestStop()
        actuation.join()
        for name in ["capture", "actuation"] {
            let count = (after.counts[name] ?? -1) - (before.counts[name] ?? 0)
            ledger.add(
                Figure(
                    group: "memory",
                    name: "allocations of the \(name) thread",
                    value: Double(count < 0 ? .max : count),
                    unit: "allocations",
                    target: .atMost(0),
                    note: "over \(after.blisters - before.blisters) blisters in real time; "
                        + "\(desk.register.nextArrival) cycles reached the station"
                )
            )
        }
        let inspected = after.counts.filter { $0.key.hasPrefix("inspect") || $0.key == "cut" }
            .map { $0.value - (before.counts[$0.key] ?? 0) }.reduce(0, +)
        ledger.add(
            Figure(
                group: "memory",
                name: "allocations of cutting and inspecting",
                value: Double(inspected) / Double(max(1, after.blisters - before.blisters)),
                unit: "a blister",
                target: nil
            )
        )
    }

    private struct Snapshot {
        var blisters: Int
        /// Allocations by thread name.
        var counts: [String: Int]
    }

    /// Waits for blister number `count`, then reads every living thread's counter.
    private func snapshot(_ desk: ActuationDesk, _ tally: Tally, until count: Int) -> Snapshot {
        let deadline = MonotonicClock.nowNanoseconds + 120_000_000_000
        while tally.blisters < count, MonotonicClock.nowNanoseconds < deadline {
            while desk.journal.next() != nil {}
            Thread.sleep(forTimeInterval: 0.02)
        }
        var counts: [String: Int] = [:]
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        for task in tasks.compactMap({ Int32($0) }) {
            let name =
                (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8))
            guard let name = name?.split(separator: "\n").first else { continue }
            counts[String(name), default: 0] += Int(meters_allocation_count(task))
        }
        return Snapshot(blisters: tally.blisters, counts: counts)
    }
}
