import Capture
import CMeters
import Linux
import Simulation
import Station

/// Blisters a minute through the whole pipeline, as fast as it takes them.
struct ReplayBenchmark {
    let settings: RunSettings
    var hasNetworks = false
    static let rowsPerChunk = 256

    /// Blisters a minute that it must reach.
    private var target: Double { hasNetworks ? 3000 : 6000 }

    func run(_ ledger: Ledger) throws {
        for channels in [1, 3] {
            var product = Product(preset: TwinProduct.presets[0], channels: channels)
            product.hasNetworks = hasNetworks
            try run(product, ledger)
        }
    }

    private func run(_ product: Product, _ ledger: Ledger) throws {
        let recipe = try product.teach(settings)
        let kind = product.kind
        let cycles = 20
        let scenario = product.scenario(seed: settings.seed + 1, cycles: cycles)
        let web = try TwinWeb(scenario)
        let stretch = MemorySource.Stretch(
            web,
            cycles: cycles,
            rowsPerChunkMax: Self.rowsPerChunk
        )
        let rehearsal = try Rehearsal(
            recipePath: recipe,
            workers: settings.workers,
            modelsFolder: settings.modelsFolder
        )
        let source = MemorySource(
            stretch,
            times: settings.isFull ? 50 : 15,
            rowsPerChunk: Self.rowsPerChunk,
            rowRateHertz: nil
        )
        let supply = Rehearsal.Supply(scenario, cycleRows: source.cycleRows, isPaced: false)
        report(
            "\(kind), from memory",
            try time(rehearsal, source, supply),
            expected: source.cycleRows.count * Product.lanes,
            ledger
        )
        guard !hasNetworks else { return }
        let disk = LoopedReplaySet(stretch: stretch, scenario: scenario)
        let folder = settings.path("replay-\(product.channels)")
        try disk.write(to: folder, times: settings.isFull ? 25 : 8)
        let replay = try ReplaySet(folder: folder)
        report(
            "\(kind), from files",
            try time(
                rehearsal,
                ReplaySource(replay: replay, pace: .asFastAsPossible),
                Rehearsal.Supply(scenario, cycleRows: replay.cycleRows ?? [], isPaced: false)
            ),
            expected: (replay.cycleRows ?? []).count * Product.lanes,
            ledger
        )
        try StageCosts(recipePath: recipe, stretch: stretch, scenario: scenario)
            .run(kind, ledger)
    }

    private struct Timing {
        var blisters: Int
        var accepted: Int
        var seconds: Double
        var cpuSeconds: Double
    }

    private func time(
        _ rehearsal: Rehearsal,
        _ source: any ChunkSource,
        _ supply: Rehearsal.Supply
    ) throws -> Timing {
        let tally = Tally()
        let cpu = meters_process_cpu_nanoseconds()
        let start = MonotonicClock.nowNanoseconds
        try rehearsal.run(source, supply: supply) { tally.count($0) }
        return Timing(
            blisters: tally.blisters,
            accepted: tally.accepted,
            seconds: Double(MonotonicClock.nowNanoseconds - start) / 1e9,
            cpuSeconds: Double(meters_process_cpu_nanoseconds() - cpu) / 1e9
        )
    }

    private func report(_ name: String, _ timing: Timing, expected: Int, _ ledger: Ledger) {
        let cores = timing.cpuSeconds / timing.seconds
        let costSeconds = timing.cpuSeconds / Double(timing.blisters)
        ledger.add(
            Figure(
                group: "replay",
                name: name,
                value: Double(timing.blisters) / timing.seconds * 60,
                unit: "blisters/min",
                target: .atLeast(target),
                note: "\(settings.workers) workers, got \(Figure.plain(cores)) cores; "
                    + "\(timing.blisters) of \(expected), \(timing.accepted) accepted"
            )
        )
        ledger.add(
            Figure(
                group: "replay",
                name: "\(name), by CPU time",
                value: 2 / costSeconds * 60,
                unit: "blisters/min",
                target: .atLeast(target),
                note: "two cores without other work, at \(Figure.plain(costSeconds * 1000)) ms each"
            )
        )
    }
}
