import AuditTrails
import Foundation
import Inspection
import ProcessControl
import Simulation
import Synchronization
import Testing

@testable import Station

/// Limits of charts change only by a person, and the trail says so.
struct ChartRenewalTests {
    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "renewal-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func scenario(cycles: Int) -> TwinScenario {
        var scenario = TwinScenario(
            seed: 3,
            product: TwinProduct.presets[1],
            lanes: 1,
            cycles: cycles,
            pockets: 2
        )
        (scenario.millimetresPerColumn, scenario.millimetresPerRow) = (0.4, 0.4)
        scenario.rowsPerChunk = 64
        return scenario
    }

    @Test func `old limits go into the trail, and new ones once they are found`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let line = try HealthLine(Self.scenario(cycles: 130), folder: folder)
        line.run()
        let trends = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        let renewals = ChartRenewals(trends, health: line.health, lanes: 1)
        #expect(renewals.names.contains("camera_focus, lane 0"))
        let key = HealthSeries.focus.key(lane: 0)
        let old = try #require(line.health.board.baselines()[key])
        #expect(throws: ChartRenewals.Refusal.nameless) {
            try renewals.renew("camera_focus, lane 0", who: "Ann", why: " ")
        }
        #expect(throws: ChartRenewals.Refusal.unknown(series: "focus")) {
            try renewals.renew("focus", who: "Ann", why: "cleaned")
        }
        #expect(line.health.board.baselines()[key] == old)

        let changes = try renewals.renew("camera_focus, lane 0", who: "Ann", why: "cleaned")
        #expect(line.health.board.baselines()[key] == nil)
        let notes = ChartRenewals.notes(changes, who: "Ann", why: "cleaned")
        #expect(notes.count == 1)
        #expect(notes.first?.event == .baseline && notes.first?.who == "Ann")
        #expect(notes.first?.reason == "cleaned")
        #expect(notes.first?.subject == "camera_focus, lane 0")
        #expect(notes.first?.before?.contains("mean \(old.mean)") == true)
        #expect(renewals.found().isEmpty, "nothing is found yet")

        line.run()
        let new = try #require(line.health.board.baselines()[key])
        let found = renewals.found()
        #expect(found.map(\.series) == ["camera_focus, lane 0"])
        #expect(ChartRenewals.notes(found: found).first?.after?.contains("\(new.mean)") == true)
        #expect(renewals.found().isEmpty, "what was found is told once")
    }

    @Test func `limits that were asked for anew do not come back with a restart`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let line = try HealthLine(Self.scenario(cycles: 130), folder: folder)
        line.run()
        try line.watch.keep()
        let key = HealthSeries.focus.key(lane: 0)
        let known = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1).known
        #expect(known[key] == line.health.board.baselines()[key] && known[key] != nil)
        let trends = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        let renewals = ChartRenewals(trends, health: line.health, lanes: 1)
        _ = try renewals.renew("camera_focus, lane 0", who: "Ann", why: "cleaned")
        try line.watch.keep()
        let after = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1).known
        #expect(after[key] == nil)
        #expect(after[HealthSeries.margin.key(lane: 0)] != nil)
    }

    @Test func `columns that a person accepted are accepted after a restart`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        print("seed 3")
        var scenario = Self.scenario(cycles: 120)
        scenario.millimetresPerColumn = 0.2
        scenario.faults = [
            .lensDirt(cycle: 0, cycles: 120, xMillimetres: 14, widthMillimetres: 1, loss: 0.3)
        ]
        func known() throws -> KeptHealth {
            try StationTrends(folder: folder.path(), recipe: "a", lanes: 1).knownHealth
        }
        let line = try HealthLine(scenario, folder: folder)
        line.run()
        #expect(line.told.contains { $0.hasPrefix("clean the lens") }, "\(line.told)")
        try line.watch.keep()
        #expect(try known().columns.isEmpty)
        let trends = try StationTrends(folder: folder.path(), recipe: "a", lanes: 1)
        let renewals = ChartRenewals(trends, health: line.health, lanes: 1)
        let dirt = HealthSeries.dirt.key(lane: 0).description
        _ = try renewals.renew(dirt, who: "Ann", why: "the web is perforated there")
        try line.watch.keep()
        let kept = try known()
        #expect(kept.columns[0]?.contains { abs($0) > 0.1 } == true)

        let again = try HealthLine(scenario, folder: folder, known: kept)
        #expect(again.health.kept.columns == kept.columns, "before the first blister")
        again.run()
        #expect(!again.told.contains { $0.hasPrefix("clean the lens") }, "\(again.told)")
        #expect(again.health.kept.columns == kept.columns)
    }

    @Test func `many charts share entries, none of which is cut off`() {
        let changes = (0..<2000).map { index in
            ChartRenewals.Change(
                series: "area, pocket \(index), lane 0",
                before: "mean 98.123456789, sigma 0.123456789, from 25 subgroups"
            )
        }
        let notes = ChartRenewals.notes(changes, who: "Ann", why: "new tool")
        #expect((2..<60).contains(notes.count))
        let text = notes.compactMap(\.before).joined(separator: "; ")
        for change in changes { #expect(text.contains("\(change.series): \(change.before)")) }
        for note in notes {
            #expect((note.before?.utf8.count ?? 0) <= AuditNote.textByteCountMax)
        }
    }

    @Test func `a flood of alarms cannot fill the trail, and says how many it left out`() {
        let entries = TrendEntries()
        let told = Mutex<[AuditNote]>([])
        entries.begin { note in told.withLock { $0.append(note) } }
        let warning = HealthWarning(series: .focus, lane: 0, sentence: "less sharp")
        let now: Int64 = 1_000_000_000_000
        for index in 0..<10_000 {
            entries.enter(TrendNews(warning), isOver: index % 2 == 1, atNanoseconds: now)
        }
        #expect(told.withLock { $0.count } == TrendEntries.countMax)
        #expect(told.withLock { $0.allSatisfy { $0.event == .trend && $0.reason == nil } })
        #expect(told.withLock { $0[1].after?.hasSuffix("(over)") } == true)
        let later = now + TrendEntries.refillNanoseconds
        for _ in 0..<5 { entries.enter(TrendNews(warning), isOver: false, atNanoseconds: later) }
        let last = told.withLock { $0.last }
        #expect(told.withLock { $0.count } == TrendEntries.countMax + 1)
        let leftOut = 10_000 - TrendEntries.countMax
        #expect(last?.reason?.hasPrefix("\(leftOut) alarms") == true)
        #expect(last?.subject == "camera_focus, lane 0")
        #expect(last?.after == "camera health: less sharp")
    }
}
