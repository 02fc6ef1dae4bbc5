import Blister
import Capture
import Foundation
import Inspection
import ModelLibraries
import PocketVision
import Records
import SmallModels
import Station
import Synchronization
import Testing

/// Models that are dropped while the station judges as fast as it can.
@Suite(.serialized)
struct ModelDropTests {
    /// Plays a web again and again until it is told to end.
    private final class LoopedRows: ChunkSource {
        let format: ChunkFormat
        private let web: RecordedWeb
        private let shallEnd: @Sendable (_ loops: Int) -> Bool
        private var nextRow = 0
        private(set) var loops = 0

        init(_ web: RecordedWeb, shallEnd: @escaping @Sendable (Int) -> Bool) {
            self.web = web
            self.shallEnd = shallEnd
            format = ChunkFormat(width: web.width, channels: 1, rowsMax: 256)
        }

        func start() throws(CaptureFault) {}
        func stop() {}

        func next(
            into chunk: Chunk<Raw>,
            timeoutNanoseconds: Int64
        ) throws(CaptureFault) -> CaptureEvent {
            if nextRow == web.rowCount {
                loops += 1
                guard !shallEnd(loops) else { return .end }
                nextRow = 0
            }
            let end = min(web.rowCount, nextRow + format.rowsMax)
            let first = loops * web.rowCount + nextRow
            chunk.fill(
                with: Array(web.rows[nextRow * web.width..<end * web.width]),
                rows: end - nextRow
            )
            chunk.header = ChunkHeader(
                sequence: 0,
                firstRow: first,
                validRows: end - nextRow,
                timestampNanoseconds: Int64(
                    Double(first + end - nextRow) / web.supply.rowRateHertz * 1e9
                ),
                encoderTicks: first,
                rowsLostBefore: 0
            )
            nextRow = end
            return .rows
        }
    }

    private static let loopCountMax = 200

    @Test func `every blister is judged as ever while models come, go and are refused`() throws {
        let web = try RecordedWeb.shared.get()
        let models = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID())")
        try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: models) }
        func drop(_ model: SmallModel, _ name: String) throws {
            try Data(try model.bytes()).write(to: models.appending(path: name))
        }
        let recipePath = try NetworkSwapTests.recipe(web)
        let rehearsal = try Rehearsal(
            recipePath: recipePath,
            workers: 2,
            modelsFolder: SmallClassifier().folder()
        )
        let slot = try #require(rehearsal.networks)
        let told = Mutex<(live: [String], rejected: [String])>(([], []))
        let watch = LibraryWatch(
            try ModelLibrary(folder: models.path()),
            quietSeconds: 0.5,
            onLive: StationNetworks.handler(slot, try TaughtProduct(recipePath: recipePath).recipe),
            report: { event in
                told.withLock { told in
                    switch event {
                    case .live(let change): told.live.append(change.model.digest)
                    case .rejected(let examination, _): told.rejected.append(examination.name)
                    default: break
                    }
                }
            }
        )
        try drop(SmallModel(), "first.onnx")
        try watch.start()
        try drop(SmallModel().with { $0.gain = 21 }, "second.onnx")
        try drop(SmallModel().with { $0.isSealed = false }, "bad.onnx")

        var supply = web.supply
        let triggers = supply.cycleRows ?? []
        supply.cycleRows = (0..<Self.loopCountMax).flatMap { loop in
            triggers.map { $0 + loop * web.rowCount }
        }
        let source = LoopedRows(web) { loops in
            let isOver = told.withLock { $0.live.count >= 2 && !$0.rejected.isEmpty }
            return isOver && loops >= 3 || loops == Self.loopCountMax
        }
        let records = Mutex<[BlisterIdentity: [InspectionResult]]>([:])
        try rehearsal.run(source, supply: supply) { record in
            records.withLock { $0[record.result.identity, default: []].append(record.result) }
        }
        watch.stop()

        let (live, rejected) = told.withLock { $0 }
        #expect(live.count == 2 && rejected == ["bad.onnx"])
        #expect(slot.generation == 2 && slot.networks.classifier?.digest == live.last)
        let role = ModelRole(task: "pocket", product: nil)
        let ledger = try ModelLibrary(folder: models.path()).ledger()
        #expect(ledger.live(role) == live.last && watch.running[role] == live.last)
        #expect(ledger.entries.map(\.file) == ["first.onnx", "second.onnx"])

        let reference = try DeterminismTests.reference.get().results
        // Cycles that were announced and not played any more are unseen, as they must be.
        let played = source.loops * RecordedWeb.cycles
        let seen = records.withLock { $0.filter { $0.key.cycle < played } }
        let names = Set(seen.values.flatMap { $0.map(\.networks) }.filter { !$0.isEmpty })
        #expect(names.contains { $0.contains(live[1].prefix(16)) })
        #expect(names.count <= 3)
        #expect(seen.count == played * RecordedWeb.lanes)
        for (identity, results) in seen {
            let known = reference[
                BlisterIdentity(cycle: identity.cycle % RecordedWeb.cycles, lane: identity.lane)
            ]
            #expect(results.map(\.verdict) == [known?.verdict], "\(identity)")
        }
        #expect(rehearsal.faults.total(of: .overflow) == 0)
    }
}
