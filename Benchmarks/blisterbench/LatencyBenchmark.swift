import Records
import Blister
import Inspection
import Linux
import Simulation
import Station
import Synchronization

/// From a blister's last row to its verdict, at 1,200 blisters a minute in real time.
///
/// Frames are rendered beforehand. Two times are told: from the moment at which the camera's last
/// row of the blister was due, and from the moment at which the capture thread had the chunk with
/// it in hand. The first holds the wait for the rest of a chunk and for the margin below a blister.
struct LatencyBenchmark {
    let settings: RunSettings
    var hasNetworks = false

    /// Milliseconds that one blister in a thousand may take longer than.
    private var target: Double { hasNetworks ? 35 : 10 }
    /// 2.5 ms of rows at 1,200 blisters a minute: what a camera is set to where time matters.
    static let rowsPerChunk = 16
    /// A verdict that takes longer misses the reject station nearest to a camera: one cycle.
    static let lateMilliseconds = 100.0

    private struct Decision: Sendable {
        var identity: BlisterIdentity
        var decidedNanoseconds: Int64
        var latencyMilliseconds: Double
        var isJudged: Bool
    }

    func run(_ ledger: Ledger) throws {
        for channels in [1, 3] {
            var product = Product(preset: TwinProduct.presets[0], channels: channels)
            product.hasNetworks = hasNetworks
            try run(product, ledger)
        }
    }

    private func run(_ product: Product, _ ledger: Ledger) throws {
        let recipePath = try product.teach(settings)
        let recipe = try TaughtProduct(recipePath: recipePath).recipe
        let cycles = 20
        let scenario = product.scenario(seed: settings.seed + 2, cycles: cycles)
        let stretch = MemorySource.Stretch(
            try TwinWeb(scenario),
            cycles: cycles,
            rowsPerChunkMax: Self.rowsPerChunk
        )
        let source = MemorySource(
            stretch,
            times: settings.isFull ? 60 : 10,
            rowsPerChunk: Self.rowsPerChunk,
            rowRateHertz: scenario.rowRateHertz
        )
        let rehearsal = try Rehearsal(
            recipePath: recipePath,
            workers: settings.workers,
            modelsFolder: settings.modelsFolder
        )
        let log = DecisionLog()
        try rehearsal.run(
            source,
            supply: Rehearsal.Supply(scenario, cycleRows: source.cycleRows, isPaced: true)
        ) { record in
            log.add(
                Decision(
                    identity: record.result.identity,
                    decidedNanoseconds: MonotonicClock.nowNanoseconds,
                    latencyMilliseconds: record.result.latencyMilliseconds,
                    isJudged: !record.result.verdict.reasons.contains(.unseen)
                )
            )
        }
        let offset = recipe.web?.triggerOffsetMillimetres ?? 0
        let lastRowOffset = (offset + recipe.layout.length) / scenario.millimetresPerRow
        let epoch = source.epoch.nanoseconds
        // The first second warms caches and fills pools; a line is never judged by it.
        let all = log.decisions.filter { $0.identity.cycle >= 10 }
        let fromRow = all.map { decision -> Double in
            let row = Double(source.cycleRows[decision.identity.cycle]) + lastRowOffset
            let due = epoch + Int64(row / scenario.rowRateHertz * 1e9)
            return Double(decision.decidedNanoseconds - due) / 1e6
        }
        let kind = product.kind
        let judged = all.filter(\.isJudged).count
        let expected = (source.cycleRows.count - 10) * Product.lanes
        report("\(kind), chunk in hand to verdict", all.map(\.latencyMilliseconds), ledger)
        report("\(kind), last row to verdict", fromRow, ledger)
        ledger.add(
            Figure(
                group: "latency",
                name: "\(kind), late, unseen or never judged",
                value: Double(
                    expected - judged + fromRow.filter { $0 > Self.lateMilliseconds }.count
                ),
                unit: "blisters",
                target: .atMost(0),
                note: "of \(expected); over \(Figure.plain(Self.lateMilliseconds)) ms is late"
            )
        )
    }

    private final class DecisionLog: Sendable {
        private let kept = Mutex<[Decision]>([])
        var decisions: [Decision] { kept.withLock { $0 } }
        func add(_ decision: Decision) { kept.withLock { $0.append(decision) } }
    }

    private func report(_ name: String, _ milliseconds: [Double], _ ledger: Ledger) {
        let sorted = milliseconds.sorted()
        guard let last = sorted.last else { return }
        func share(_ share: Double) -> Double {
            sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
        }
        ledger.add(
            Figure(
                group: "latency",
                name: "\(name), p99.9",
                value: share(0.999),
                unit: "ms",
                target: .atMost(target),
                note: "p50 \(Figure.plain(share(0.5))), p99 \(Figure.plain(share(0.99))), "
                    + "max \(Figure.plain(last)); \(sorted.count) blisters, "
                    + "\(Self.rowsPerChunk) rows a chunk"
            )
        )
    }
}
