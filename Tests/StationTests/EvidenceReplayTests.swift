import Blister
import Foundation
import Imaging
import Inspection
import Linux
import Records
import Station
import Testing

/// A small line with defects, recorded by the daemon's own pipeline, and judged again from what was kept.
struct EvidenceReplayTests {
    /// One run whose rejects, and one in two accepted blisters, were kept.
    final class Run: Sendable {
        static let shared = Result { try Run() }

        let web: RecordedWeb
        let folder: URL
        let evidence: [CutEvidence]
        let rejectedCount: Int
        let report: BatchReport

        init() throws {
            web = try RecordedWeb.shared.get()
            folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID())")
            let product = try TaughtProduct(recipePath: web.recipePath)
            let recorder = Recorder(
                settings: RecorderSettings(
                    folder: folder,
                    rejectLogPath: folder.appending(path: "reject.log").path(),
                    evidenceByteCountMax: 100_000_000,
                    freeByteCountMin: 0,
                    acceptedCutInterval: 2
                ),
                context: InspectionContext(
                    recipe: product.recipe.product,
                    model: String(product.recipe.modelDigest.prefix(16)),
                    layout: product.recipe.layout,
                    provenance: try EvidenceReplayTests.provenance(web)
                )
            )
            try recorder.start(ThreadPlan(name: "records"))
            let rehearsal = try Rehearsal(recipePath: web.recipePath, workers: 2)
            try rehearsal.run(
                RecordedRows(web, rowsPerChunk: 256),
                supply: web.supply
            ) { record in
                recorder.expect(record.result.identity)
                recorder.record(record)
            }
            recorder.stop()
            let reader = try RecordStore.openForReading(folder: folder)
            let place = folder.appending(path: "evidence")
            evidence = try reader.blistersWithCuts(batch: 1).compactMap { BlisterID.parse($0) }
                .map { batch, identity in
                    try reader.cutEvidence(batch: batch, identity: identity, folder: place)
                }
            report = try reader.report()
            rejectedCount = report.account.rejected
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    private static func provenance(_ web: RecordedWeb) throws -> Provenance {
        try Provenance(
            TaughtProduct(recipePath: web.recipePath).recipe,
            recipePath: web.recipePath,
            calibrationPath: nil,
            lights: 1
        )
    }

    private static func replay(_ web: RecordedWeb) throws -> EvidenceReplay {
        try EvidenceReplay(
            TaughtProduct(recipePath: web.recipePath),
            provenance: provenance(web),
            networks: nil,
            texts: nil
        )
    }

    @Test func `every reject and the asked share of the accepted judged again give the same bytes`()
        throws
    {
        let run = try Run.shared.get()
        let replay = try Self.replay(run.web)
        let verdicts = run.evidence.map { $0.result.contains(#""verdict":"reject""#) }
        #expect(run.rejectedCount > 0)
        #expect(verdicts.count { $0 } == run.rejectedCount)
        #expect(verdicts.contains(false), "accepted blisters are kept as well")
        #expect(run.report.account.cutsLost == 0)
        for evidence in run.evidence {
            let outcome = try replay.replay(evidence)
            #expect(outcome.isSame, "\(evidence.blisterID): \(String(describing: outcome))")
            #expect(outcome.difference == nil && outcome.changes.isEmpty)
            #expect(outcome.line == evidence.result)
        }
    }

    @Test func `one sample changed differs, and the first key is named`() throws {
        let run = try Run.shared.get()
        let replay = try Self.replay(run.web)
        var evidence = try #require(
            run.evidence.first { $0.result.contains(#""class":"good""#) }
        )
        // The middle of the blister's first pocket, a black spot of one sample's share.
        let image = evidence.cut.image
        let x = Int(evidence.cut.expectedOrigin.x + 17 / evidence.cut.millimetresPerColumn)
        let y = Int(evidence.cut.expectedOrigin.y + 10 / evidence.cut.millimetresPerRow)
        evidence.cut.image[x, y, 0] = image[x, y, 0] ^ 0x80
        let outcome = try replay.replay(evidence)
        #expect(!outcome.isSame)
        let difference = try #require(outcome.difference)
        #expect(difference.key.contains("[") && difference.then != difference.now)
        #expect(outcome.changes.isEmpty, "the recipe is the same")
    }

    @Test func `another recipe is told, whatever it says of the blister`() throws {
        let run = try Run.shared.get()
        let path = run.folder.appending(path: "other.yaml").path()
        var product = try TaughtProduct(recipePath: run.web.recipePath)
        product.recipe.blisterLimits[.hair] = LimitRange(lower: nil, upper: 5, typical: 0)
        try product.write(recipePath: path)
        let replay = try EvidenceReplay(
            TaughtProduct(recipePath: path),
            provenance: Provenance(
                product.recipe,
                recipePath: path,
                calibrationPath: nil,
                lights: 1
            ),
            networks: nil,
            texts: nil
        )
        let outcome = try replay.replay(try #require(run.evidence.first))
        #expect(outcome.changes.count == 1)
        #expect(outcome.changes.first?.hasPrefix("recipe: then ") == true)
        #expect(outcome.difference?.key.contains("limit") == true, "\(outcome)")
    }

    @Test func `evidence that was altered or removed is told with its file`() throws {
        let run = try Run.shared.get()
        let copy = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID())")
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: run.folder, to: copy)
        let reader = try RecordStore.openForReading(folder: copy)
        let place = copy.appending(path: "evidence")
        let names = try FileManager.default.subpathsOfDirectory(atPath: place.path())
        let first = try #require(run.evidence.first)
        let identity = first.cut.identity
        func read() throws -> CutEvidence {
            try reader.cutEvidence(batch: 1, identity: identity, folder: place)
        }
        func file(_ ending: String) throws -> URL {
            let end = "-\(first.blisterID)-cut.\(ending)"
            return place.appending(path: try #require(names.first { $0.hasSuffix(end) }))
        }
        #expect(try read().result == first.result)
        for ending in ["png", "json"] {
            let whole = try Data(contentsOf: file(ending))
            var altered = whole
            altered[altered.count / 2] ^= 1
            try altered.write(to: file(ending))
            let error = try #require(#expect(throws: CutEvidenceError.self) { try read() })
            #expect("\(error)".contains(try file(ending).lastPathComponent), "\(error)")
            #expect("\(error)".contains("was altered"))
            try FileManager.default.removeItem(at: file(ending))
            let gone = try #require(#expect(throws: CutEvidenceError.self) { try read() })
            #expect("\(gone)".contains("is gone"), "\(gone)")
            try whole.write(to: file(ending))
        }
        #expect(try read().result == first.result)
        #expect(throws: CutEvidenceError.noBlister("1-99-0")) {
            try reader.cutEvidence(
                batch: 1,
                identity: BlisterIdentity(cycle: 99, lane: 0),
                folder: place
            )
        }
    }
}
