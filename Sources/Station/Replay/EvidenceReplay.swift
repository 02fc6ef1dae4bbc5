internal import Foundation
public import Inspection
internal import Judging
public import PackReading
public import PocketVision
public import Records

/// Judges kept cuts again, with the same code on the same samples, and compares the bytes.
///
/// One thread at a time.
public final class EvidenceReplay {
    /// What judging again came to.
    public struct Outcome: Sendable, Equatable {
        /// Name of the blister.
        public var blisterID: String
        /// The verdict's line as it comes out now.
        public var line: String
        /// Whether every byte is as before.
        public var isSame: Bool
        /// The first key that differs; nil where none does.
        public var difference: ResultDifference?
        /// What judges now and did not then, by name: a changed recipe, model or network.
        public var changes: [String]
        /// What differs and has no say in the verdict: calibration, program, processor.
        public var notes: [String]
    }

    private let product: TaughtProduct
    private let now: Provenance
    private let judge: BlisterJudge
    private let examination: PocketExamination?
    private let texts: TextSlot?
    private var seat: TextSeat?

    /// Prepares to judge by `product`.
    ///
    /// - Parameters:
    ///   - product: recipe and product model.
    ///   - provenance: their digests.
    ///   - networks: those that the recipe has limits for.
    ///   - texts: readers of the print and Braille that it asks for.
    /// - Throws: where networks need more memory than there is.
    public init(
        _ product: TaughtProduct,
        provenance: Provenance,
        networks: PocketNetworks?,
        texts: PackTexts?
    ) throws {
        self.product = product
        now = provenance
        judge = BlisterJudge(product)
        examination = try networks.map { try PocketExamination($0) }
        self.texts = try texts.map {
            try TextSlot($0, expected: ExpectedTexts(), workers: 1)
        }
        seat = self.texts?.seat(ofWorker: 0)
    }

    /// Judges one cut again.
    ///
    /// - Parameter evidence: the cut, and what was said of it.
    /// - Returns: what is said of it now.
    /// - Throws: an expected text that this recipe's readers cannot read.
    public func replay(_ evidence: CutEvidence) throws -> Outcome {
        try texts?.expect(
            ExpectedTexts(
                print: evidence.expectedPrint,
                braille: evidence.expectedBraille,
                code: evidence.expectedCode
            )
        )
        let judged = judge.judge(evidence.cut, examiner: examination, texts: seat?.newest())
        let recipe = product.recipe
        let line = judged.result.replayLine(
            blisterID: evidence.blisterID,
            model: String(recipe.modelDigest.prefix(16)),
            recipe: recipe.product
        )
        let difference = ResultDifference(then: evidence.result, now: line)
        var changes = self.changes(since: evidence.provenance)
        if let networks = ResultDifference(then: evidence.result, now: line, onlyKey: "model") {
            changes.append("models: then \(networks.then), now \(networks.now)")
        }
        return Outcome(
            blisterID: evidence.blisterID,
            line: line,
            isSame: line == evidence.result,
            difference: difference,
            changes: changes,
            notes: notes(since: evidence.provenance)
        )
    }

    private func changes(since then: Provenance) -> [String] {
        var changes: [String] = []
        func compare(_ name: String, _ then: String?, _ now: String?) {
            guard then != now else { return }
            changes.append(
                "\(name): then \(then?.prefix(12) ?? "none"), now \(now?.prefix(12) ?? "none")"
            )
        }
        compare("recipe", then.recipe, now.recipe)
        compare("product model", then.model, now.model)
        compare("product model's network", then.network, now.network)
        return changes
    }

    private func notes(since then: Provenance) -> [String] {
        var notes: [String] = []
        func compare(_ name: String, _ then: String?, _ now: String?) {
            guard then != now else { return }
            notes.append("\(name): then \(then ?? "none"), now \(now ?? "none")")
        }
        // Cuts are kept behind the correction.
        compare("calibration", then.calibration, now.calibration)
        compare("lights", "\(then.lights)", "\(now.lights)")
        compare("processor", then.processor, now.processor)
        return notes
    }
}
