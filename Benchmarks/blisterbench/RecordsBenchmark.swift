import Blister
import Foundation
import GRDB
import Imaging
import Linux
import Records
import Simulation

/// What records cost the pipeline: the call itself, and the latency of verdicts with panel and broker
/// beside those without, on the real daemon at 5,000 blisters a minute.
struct RecordsBenchmark {
    static let blistersPerMinute = 5_000.0
    /// Share that latency may grow by.
    static let growthMax = 0.05

    let settings: RunSettings

    func run(_ ledger: Ledger) throws {
        try call(ledger)
        let missing = Audience.missing
        guard missing.isEmpty else {
            ledger.say(
                "records: latency not measured, \(missing.joined(separator: ", ")) is not there"
            )
            return
        }
        try latency(ledger)
    }

    /// One verdict with its cut, handed over at the pace of the line.
    private func call(_ ledger: Ledger) throws {
        let recorder = Recorder(
            settings: RecorderSettings(
                folder: settings.folder.appending(path: "call"),
                rejectLogPath: settings.path("call-reject.log"),
                evidenceByteCountMax: 50 << 20,
                freeByteCountMin: 0
            ),
            context: InspectionContext(recipe: "benchmark", model: "", layout: nil)
        )
        try recorder.start(ThreadPlan(name: "records"))
        let picture = Image(width: 700, height: 640, channels: 1, filledWith: 128)
        let count = settings.isFull ? 10_000 : 2_500
        var microseconds: [Double] = []
        microseconds.reserveCapacity(count)
        let step = Int64(60e9 / Self.blistersPerMinute)
        let begin = MonotonicClock.nowNanoseconds
        for index in 0..<count {
            MonotonicClock.sleep(untilNanoseconds: begin + Int64(index) * step)
            let record = Self.record(index, picture)
            let before = MonotonicClock.nowNanoseconds
            recorder.expect(record.result.identity)
            recorder.record(record)
            microseconds.append(Double(MonotonicClock.nowNanoseconds - before) / 1000)
        }
        recorder.stop()
        for (name, quantile, target) in [
            ("median", 0.5, 50.0), ("p99", 0.99, 50), ("p99.9", 0.999, nil),
        ]
            as [(String, Double, Double?)]
        {
            ledger.add(
                Figure(
                    group: "records",
                    name: "one record, \(name)",
                    value: Self.quantile(microseconds, quantile),
                    unit: "us",
                    target: target.map { .atMost($0) },
                    note: "\(count) at 5,000 a minute, one in 20 rejected with picture"
                )
            )
        }
    }

    private static func record(_ index: Int, _ picture: Image) -> BlisterRecord {
        let isReject = index % 20 == 7
        let result = InspectionResult(
            identity: BlisterIdentity(cycle: index / 2, lane: index % 2),
            verdict: Verdict(reasons: isReject ? [.missing] : []),
            pockets: (0..<10).map {
                PocketResult(
                    index: $0,
                    classification: "good",
                    confidence: 1,
                    anomaly: 0,
                    checks: []
                )
            },
            checks: [],
            latencyMilliseconds: 4
        )
        return BlisterRecord(
            result: result,
            picture: isReject ? picture : nil,
            pixelsPerMillimetre: isReject ? 10 : 0
        )
    }

    private func latency(_ ledger: Ledger) throws {
        let product = Product(preset: TwinProduct.presets[0], channels: 1)
        let recipe = try product.teach(settings)
        let cycles = 20
        var scenario = product.scenario(seed: settings.seed + 5, cycles: cycles)
        scenario.defectRate = 0.02
        scenario.cyclesPerMinute = Self.blistersPerMinute / Double(Product.lanes)
        let stretch = MemorySource.Stretch(
            try TwinWeb(scenario),
            cycles: cycles,
            rowsPerChunkMax: LoopedReplaySet.rowsPerChunkRange.upperBound
        )
        // Taken in turns, so that what else the machine does meets both.
        let rounds = settings.isFull ? 5 : 2
        let minutes = settings.isFull ? 2.0 : 0.5
        let web = settings.path("records-web")
        try LoopedReplaySet(stretch: stretch, scenario: scenario).write(
            to: web,
            times: Int(minutes * Self.blistersPerMinute) / (cycles * Product.lanes)
        )
        var without: [Double] = []
        var with: [Double] = []
        var events = 0
        for _ in 0..<rounds {
            without += try play(recipe, web, nil)
            let audience = try Audience(settings)
            defer { audience.end() }
            with += try play(recipe, web, audience)
            events += audience.eventCount
        }
        report(without, with, events, ledger)
    }

    /// Plays the set once; the latency of every blister, milliseconds.
    private func play(_ recipe: String, _ web: String, _ audience: Audience?) throws -> [Double] {
        let records = settings.path("records-latency")
        try? FileManager.default.removeItem(atPath: records)
        let daemon = try StationProcess(
            settings,
            recipe: recipe,
            web: web,
            isPaced: true,
            records: "{folder: \(records), evidence_mb: 50, free_space_mb: 0}",
            sections: audience == nil ? "" : Audience.sections(settings)
        )
        defer { daemon.end() }
        while daemon.isRunning, (daemon.blisters ?? 0) == 0 { Thread.sleep(forTimeInterval: 0.05) }
        try audience?.openTabs()
        daemon.waitUntilEnd()
        let store = try DatabaseQueue(path: records + "/records.sqlite")
        let latencies = try store.read { database in
            try Double.fetchAll(database, sql: "SELECT latency_ms FROM blister")
        }
        guard !latencies.isEmpty else { throw StationProcess.Silent(log: daemon.log) }
        return latencies
    }

    private func report(_ without: [Double], _ with: [Double], _ events: Int, _ ledger: Ledger) {
        for (name, quantile) in [("median", 0.5), ("p99", 0.99), ("p99.9", 0.999)] {
            let alone = Self.quantile(without, quantile)
            let watched = Self.quantile(with, quantile)
            ledger.add(
                Figure(
                    group: "records",
                    name: "latency \(name), nobody looks",
                    value: alone,
                    unit: "ms",
                    target: nil,
                    note: "\(without.count) blisters"
                )
            )
            ledger.add(
                Figure(
                    group: "records",
                    name: "the same with \(Audience.tabCount) tabs and a broker",
                    value: watched,
                    unit: "ms",
                    target: quantile == 0.999 ? .atMost(alone * (1 + Self.growthMax)) : nil,
                    note: "\(with.count) blisters, \(events) events reached the tabs"
                )
            )
        }
    }

    private static func quantile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
