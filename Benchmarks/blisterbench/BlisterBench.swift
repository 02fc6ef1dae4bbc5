import ArgumentParser
import Foundation
import Linux
import Simulation

/// The product's promises as figures, each beside its target.
@main
struct BlisterBench: ParsableCommand {
    enum Benchmark: String, CaseIterable, ExpressibleByArgument {
        case render, replay, latency, networks, records, braille, print, quality, memory, training
        case all
    }

    static let configuration = CommandConfiguration(
        commandName: "blisterbench",
        abstract: "Measures what the product promises; exits 1 when a figure misses its target."
    )

    @Argument(help: "What to measure.") var benchmark = Benchmark.all
    @Flag(help: "Runs as long as the targets say; about an hour.") var full = false
    @Option(help: "Seed of every rendered web.") var seed: UInt64 = 20_260_101
    @Flag(help: "One JSON object a figure.") var json = false
    @Option(help: "Folder with the pocket classifier; the shipped one by default.")
    var models: String?
    @Flag(help: "Quality with the product model and the classifier.") var withNetworks = false
    @Option(help: "Products of the quality figures, comma-separated; five by default.")
    var products: String?

    @Option(help: "SCHED_FIFO priority of the daemon's capture, where this account may have it.")
    var realTime = 0

    func run() throws {
        FreedMemory.keep()
        let ledger = Ledger(isJSON: json)
        var settings = RunSettings(seed: seed, isFull: full, folder: try RunSettings.makeFolder())
        settings.modelsFolder = models
        settings.realTimePriority = realTime
        defer { try? FileManager.default.removeItem(at: settings.folder) }
        ledger.say("seed \(seed), \(full ? "full" : "short") run, \(Self.machine)")
        func wants(_ one: Benchmark) -> Bool { benchmark == one || benchmark == .all }
        if wants(.render) { try RenderBenchmark(settings: settings).run(ledger) }
        if wants(.replay) { try ReplayBenchmark(settings: settings).run(ledger) }
        if wants(.latency) { try LatencyBenchmark(settings: settings).run(ledger) }
        if wants(.networks) {
            try ReplayBenchmark(settings: settings, hasNetworks: true).run(ledger)
            try LatencyBenchmark(settings: settings, hasNetworks: true).run(ledger)
        }
        if wants(.records) { try RecordsBenchmark(settings: settings).run(ledger) }
        if wants(.braille) { try BrailleBenchmark(settings: settings).run(ledger) }
        if wants(.memory) {
            try NetworkAllocations().run(ledger)
            try AllocationBenchmark(settings: settings).run(ledger)
            try MemoryBenchmark(settings: settings).run(ledger)
        }
        if wants(.training) { try TrainingBenchmark(settings: settings).run(ledger) }
        if wants(.print) { try PrintBenchmark(settings: settings).run(ledger) }
        if wants(.quality) {
            try QualityBenchmark(
                settings: settings,
                presets: try presets(),
                hasNetworks: withNetworks
            ).run(ledger)
        }
        if ledger.missCount > 0 {
            ledger.say("\(ledger.missCount) figures miss their target")
            throw ExitCode(1)
        }
    }

    private func presets() throws -> [TwinProduct] {
        let names = products?.split(separator: ",").map(String.init)
        return try (names ?? QualityBenchmark.productNames).map { name in
            guard let preset = TwinProduct.named(name) else {
                let known = TwinProduct.presets.map(\.name).joined(separator: ", ")
                throw ValidationError("--products: '\(name)' is unknown; use some of: \(known)")
            }
            return preset
        }
    }

    /// Processors and how busy they were before the run.
    private static var machine: String {
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? "unknown"
        return "\(processors) processors, load \(load.split(separator: " ").first ?? "unknown")"
    }
}
