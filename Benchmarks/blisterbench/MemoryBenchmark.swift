import Foundation
import Linux
import Simulation
import Station

/// Resident memory of the real daemon over many blisters, as the kernel counts it.
struct MemoryBenchmark {
    /// Blisters after which everything that grows at first has grown.
    static let settledCount = 5000
    static let lastCount = 20_000
    /// Growth that counts as flat, in MB.
    static let growthMax = 3.0

    let settings: RunSettings

    private struct Sample {
        var blisters: Int
        var megabytes: Double
    }

    func run(_ ledger: Ledger) throws {
        let product = Product(preset: TwinProduct.presets[0], channels: 1)
        let recipe = try product.teach(settings)
        let cycles = 20
        var scenario = product.scenario(seed: settings.seed + 3, cycles: cycles)
        scenario.defectRate = 0.05
        let stretch = MemorySource.Stretch(
            try TwinWeb(scenario),
            cycles: cycles,
            rowsPerChunkMax: LoopedReplaySet.rowsPerChunkRange.upperBound
        )
        let rounds = Self.lastCount / (cycles * Product.lanes) + 2
        let web = settings.path("memory-web")
        try LoopedReplaySet(stretch: stretch, scenario: scenario).write(to: web, times: rounds)
        let samples = try watch(recipe: recipe, web: web)
        report(samples, ledger)
    }

    private func watch(recipe: String, web: String) throws -> [Sample] {
        let daemon = try StationProcess(
            settings,
            recipe: recipe,
            web: web,
            isPaced: false,
            records: "{folder: \(settings.path("records")), evidence_mb: 20, free_space_mb: 0}"
        )
        defer { daemon.end() }
        var samples: [Sample] = []
        while daemon.isRunning, (samples.last?.blisters ?? 0) < Self.lastCount {
            Thread.sleep(forTimeInterval: 0.1)
            guard let megabytes = Self.residentMegabytes(of: daemon.processIdentifier),
                let blisters = daemon.blisters
            else { continue }
            samples.append(Sample(blisters: blisters, megabytes: megabytes))
        }
        guard (samples.last?.blisters ?? 0) > 0 else {
            throw StationProcess.Silent(log: daemon.log)
        }
        return samples
    }

    private func report(_ samples: [Sample], _ ledger: Ledger) {
        func megabytes(_ count: Int) -> Double {
            (samples.first { $0.blisters >= count } ?? samples[samples.count - 1]).megabytes
        }
        for count in [1, 1000, Self.settledCount, 10_000, Self.lastCount] {
            ledger.add(
                Figure(
                    group: "memory",
                    name: "resident after \(count) blisters",
                    value: megabytes(count),
                    unit: "MB",
                    target: count == Self.lastCount ? .atMost(150) : nil
                )
            )
        }
        ledger.add(
            Figure(
                group: "memory",
                name: "growth from \(Self.settledCount) to \(Self.lastCount)",
                value: megabytes(Self.lastCount) - megabytes(Self.settledCount),
                unit: "MB",
                target: .atMost(Self.growthMax),
                note:
                    "blisterd, replay as fast as possible, \(samples.last?.blisters ?? 0) blisters"
            )
        )
        ledger.add(
            Figure(
                group: "memory",
                name: "highest",
                value: samples.map(\.megabytes).max() ?? 0,
                unit: "MB",
                target: .atMost(150)
            )
        )
    }

    private static func residentMegabytes(of process: Int32) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first,
            let count = Double(kilobytes)
        else { return nil }
        return count * 1024 / 1e6
    }
}
