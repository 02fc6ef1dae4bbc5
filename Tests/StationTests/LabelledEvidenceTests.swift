import Blister
import Foundation
import Imaging
import Inspection
import Judging
import Panel
import PocketVision
import Records
import Synchronization
import Testing

@testable import Station

/// Crops of labelled blisters, out of what the daemon's own pipeline kept of a small line.
struct LabelledEvidenceTests {
    private static let side = 64

    /// What the line hands to its networks.
    private final class Spy: PocketExaminer {
        let seen = Mutex<[(image: Image, light: [Float])]>([])
        let pocketCount: Int

        init(pocketCount: Int) { self.pocketCount = pocketCount }

        func opinions(on image: Image, light: [Float]) -> PocketOpinions {
            seen.withLock { $0.append((image, light)) }
            let none = Array(repeating: PocketOpinion(), count: pocketCount)
            return PocketOpinions(pockets: none, networks: "", fault: nil)
        }
    }

    /// A copy of the records that may be changed, gone with it.
    private final class Kept {
        let run: EvidenceReplayTests.Run
        let folder: URL

        init() throws {
            run = try EvidenceReplayTests.Run.shared.get()
            folder = FileManager.default.temporaryDirectory.appending(path: "labelled-\(UUID())")
            try FileManager.default.copyItem(at: run.folder, to: folder)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Labels as the panel notes them.
        func label(_ labels: [(String, PanelLabel)]) throws {
            let book = LabelBook(folder: folder.path())
            for (blister, label) in labels { _ = try book.set(label, of: blister, by: "Ann") }
        }

        func evidence(
            recipe: String? = nil,
            takesPassed: Bool = false
        ) throws -> LabelledEvidence {
            try LabelledEvidence(
                records: folder,
                recipePaths: [recipe ?? run.web.recipePath],
                side: LabelledEvidenceTests.side,
                takesPassed: takesPassed
            )
        }

        /// What each label gives, by blister.
        func outcomes(
            _ evidence: LabelledEvidence
        ) throws -> [String: LabelledEvidence.Outcome] {
            var outcomes: [String: LabelledEvidence.Outcome] = [:]
            for label in evidence.journal.inOrder {
                outcomes[label.blister] = try evidence.crops(of: label)
            }
            return outcomes
        }

        func file(_ blister: String, _ ending: String) throws -> URL {
            let place = folder.appending(path: "evidence")
            let names = try FileManager.default.subpathsOfDirectory(atPath: place.path())
            let name = names.first { $0.hasSuffix("-\(blister)-cut.\(ending)") }
            return place.appending(path: try #require(name))
        }
    }

    private static func outline(_ evidence: CutEvidence) throws -> ResultOutline {
        try #require(ResultOutline(line: evidence.result))
    }

    /// Kept blisters by whether they were rejected and a pocket of theirs was.
    private static func kept(
        _ run: EvidenceReplayTests.Run,
        isReject: Bool,
        hasFault: Bool
    ) throws -> [CutEvidence] {
        try run.evidence.filter { evidence in
            let isRejected = evidence.result.contains(#""verdict":"reject""#)
            let isFaulty = try outline(evidence).pockets.contains { !$0.isGood }
            return isRejected == isReject && isFaulty == hasFault
        }
    }

    @Test func `crops have the pixels that the line shows its classifier`() throws {
        let records = try Kept()
        try records.label(records.run.evidence.map { ($0.blisterID, .good) })
        let outcomes = try records.outcomes(records.evidence())
        var taught = try TaughtProduct(recipePath: records.run.web.recipePath)
        for pocket in taught.recipe.pocketLimits.indices {
            taught.recipe.pocketLimits[pocket][.classifier] = LimitRange(
                lower: nil,
                upper: 16,
                typical: 0
            )
        }
        let count = taught.recipe.layout.pockets.count
        let windows = PocketCrops(
            layout: taught.recipe.layout,
            millimetresPerPixel: taught.recipe.millimetresPerPixel,
            width: Self.side,
            height: Self.side
        )
        var isLit = false
        for evidence in records.run.evidence {
            let spy = Spy(pocketCount: count)
            _ = BlisterJudge(taught).judge(evidence.cut, examiner: spy)
            let seen = try #require(spy.seen.withLock { $0.first })
            let shown = windows.crops(of: seen.image, light: seen.light)
            let crops = try #require(outcomes[evidence.blisterID]?.crops)
            #expect(crops.map(\.pocket) == Array(0..<count))
            #expect(crops.allSatisfy { $0.label == .good })
            #expect(crops.map(\.found) == (try Self.outline(evidence).pockets.map(\.class)))
            for (crop, image) in zip(crops, shown) { #expect(crop.image == image) }
            isLit = isLit || windows.crops(of: seen.image, light: [1]) != shown
        }
        #expect(isLit, "the taught light makes no difference, so nothing is shown of it")
    }

    @Test func `a defect gives the pocket that was rejected, and its neighbours on request`() throws
    {
        let records = try Kept()
        let reject = try #require(try Self.kept(records.run, isReject: true, hasFault: true).first)
        let wrong = try Self.outline(reject).pockets.filter { !$0.isGood }.map(\.index)
        try records.label([(reject.blisterID, .dented)])
        let alone = try #require(records.outcomes(records.evidence())[reject.blisterID])
        #expect(alone.crops.map(\.pocket) == wrong && alone.omissions.isEmpty)
        #expect(alone.crops.allSatisfy { $0.label == .dented && $0.found != "good" })
        let all = try #require(
            records.outcomes(records.evidence(takesPassed: true))[reject.blisterID]
        )
        #expect(all.crops.count == 10)
        #expect(
            all.crops.filter { $0.label == .good }.map(\.found)
                == Array(repeating: "good", count: 10 - wrong.count)
        )
        #expect(all.crops.filter { $0.label == .dented }.map(\.image) == alone.crops.map(\.image))
    }

    @Test func `what cannot be learnt from is left out with its reason`() throws {
        let records = try Kept()
        let faulty = try Self.kept(records.run, isReject: true, hasFault: true).map(\.blisterID)
        let sound = try #require(
            try Self.kept(records.run, isReject: false, hasFault: false).first
        )
        try #require(faulty.count >= 2)
        let kept = Set(records.run.evidence.map(\.blisterID))
        let unkept = try #require(
            (0..<RecordedWeb.cycles).flatMap { ["1-\($0)-0", "1-\($0)-1"] }
                .first { !kept.contains($0) }
        )
        try FileManager.default.removeItem(at: records.file(faulty[0], "png"))
        var sidecar = try Data(contentsOf: records.file(faulty[1], "json"))
        sidecar[sidecar.count / 2] ^= 1
        try sidecar.write(to: records.file(faulty[1], "json"))
        try records.label([
            (faulty[0], .missing), (faulty[1], .missing), (sound.blisterID, .broken),
            (unkept, .good),
            ("1-4711-0", .good),
        ])
        let outcomes = try records.outcomes(records.evidence())
        #expect(outcomes.values.allSatisfy { $0.crops.isEmpty })
        #expect(
            outcomes.mapValues { $0.omissions.map(\.reason) } == [
                faulty[0]: [.gone], faulty[1]: [.altered], sound.blisterID: [.noPocket],
                unkept: [.notKept], "1-4711-0": [.noBlister],
            ]
        )
    }

    @Test func `a label from before the blister was judged is of another one`() throws {
        let records = try Kept()
        let reject = try #require(try Self.kept(records.run, isReject: true, hasFault: true).first)
        let line =
            #"{"blister":"\#(reject.blisterID)","label":"good","person":"Ann","time":"TIME"}"#
        let judged = try #require(Timestamp(text: reject.decidedAt))
        for (offset, reasons) in [(-1, [LabelOmission.earlierStore]), (0, [])] {
            let time = Timestamp(milliseconds: judged.milliseconds + Int64(offset)).text
            try Data(line.replacing("TIME", with: time).utf8)
                .write(to: records.folder.appending(path: LabelJournal.fileName))
            let outcomes = try records.outcomes(records.evidence())
            #expect(outcomes[reject.blisterID]?.omissions.map(\.reason) == reasons)
        }
    }

    @Test func `blisters of another product model are left out until its recipe is given`() throws {
        let records = try Kept()
        let reject = try #require(try Self.kept(records.run, isReject: true, hasFault: true).first)
        try records.label([(reject.blisterID, .good)])
        var product = try TaughtProduct(recipePath: records.run.web.recipePath)
        product.templateMean[3, 3] ^= 1
        let path = records.folder.appending(path: "other.yaml").path()
        try product.write(recipePath: path)
        let other = try records.outcomes(records.evidence(recipe: path))
        #expect(other[reject.blisterID]?.omissions.map(\.reason) == [.otherModel])
        let both = try LabelledEvidence(
            records: records.folder,
            recipePaths: [path, records.run.web.recipePath],
            side: Self.side,
            takesPassed: false
        )
        #expect(try records.outcomes(both)[reject.blisterID]?.crops.count == 10)
    }
}
