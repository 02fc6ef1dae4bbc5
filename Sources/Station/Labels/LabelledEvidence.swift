internal import Blister
public import Foundation
public import Imaging
internal import Inspection
internal import Judging
public import Panel
internal import PocketVision
internal import Records
internal import Registration

/// Labelled blisters whose cuts were kept, as crops of pockets to learn from.
///
/// A cut is registered again, and its pockets are cut out of it in the taught light as the line cuts
/// them for a classifier. One thread at a time; changes nothing.
public final class LabelledEvidence {
    /// One pocket.
    public struct Crop: Sendable {
        /// Position in the layout's list, from 0.
        public var pocket: Int
        /// What a person says of it.
        public var label: PanelLabel
        /// What inspection found: `good` or a reason.
        public var found: String
        /// Square; mono or colour, as the line's.
        public var image: Image
    }

    /// Something that is not learnt from.
    public struct Omission: Sendable, Equatable {
        /// Its blister.
        public var blisterID: String
        /// The pocket; nil: the blister as a whole.
        public var pocket: Int?
        /// Why.
        public var reason: LabelOmission

        /// Makes an omission.
        public init(blisterID: String, pocket: Int? = nil, reason: LabelOmission) {
            self.blisterID = blisterID
            self.pocket = pocket
            self.reason = reason
        }
    }

    /// What one label gives.
    public struct Outcome: Sendable {
        /// The crops, by pocket.
        public var crops: [Crop] = []
        /// What is left out of it.
        public var omissions: [Omission] = []
    }

    /// The labels of the station.
    public let journal: LabelJournal
    private let store: RecordStoreReader
    private let folder: URL
    /// By digest of the product model.
    private let products: [String: Product]
    private let takesPassed: Bool

    private struct Product {
        let judge: BlisterJudge
        let crops: PocketCrops
        let pocketCount: Int
    }

    /// Prepares to look at what the station with this records folder kept.
    ///
    /// - Parameters:
    ///   - records: the records folder.
    ///   - recipePaths: recipes whose blisters are wanted.
    ///   - side: rows and columns of a crop: those that the net takes.
    ///   - takesPassed: whether pockets that passed beside a confirmed defect count as good.
    /// - Throws: ``RecordStoreError`` for a store, ``LabelJournalError`` for labels, and what
    ///   ``TaughtProduct`` says of a recipe that is not there or wrong.
    public init(records: URL, recipePaths: [String], side: Int, takesPassed: Bool) throws {
        store = try RecordStore.openForReading(folder: records)
        folder = records.appending(path: "evidence")
        journal = try LabelJournal(folder: records.path(percentEncoded: false))
        self.takesPassed = takesPassed
        var products: [String: Product] = [:]
        for path in recipePaths {
            let taught = try TaughtProduct(recipePath: path)
            products[taught.recipe.modelDigest] = Product(
                judge: BlisterJudge(taught),
                crops: PocketCrops(
                    layout: taught.recipe.layout,
                    millimetresPerPixel: taught.recipe.millimetresPerPixel,
                    width: side,
                    height: side
                ),
                pocketCount: taught.recipe.layout.pockets.count
            )
        }
        self.products = products
    }

    /// The crops of the blister that `label` is about.
    ///
    /// - Returns: crops, and what is left out with its reason; never both of one pocket.
    /// - Throws: what SQLite says.
    public func crops(of label: EvidenceLabel) throws -> Outcome {
        func nothing(_ reason: LabelOmission) -> Outcome {
            Outcome(omissions: [Omission(blisterID: label.blister, reason: reason)])
        }
        guard let (batch, identity) = BlisterID.parse(label.blister) else {
            return nothing(.noBlister)
        }
        do {
            let evidence = try store.cutEvidence(batch: batch, identity: identity, folder: folder)
            return crops(of: label, evidence)
        } catch let error as CutEvidenceError {
            switch error {
            case .noBlister: return nothing(.noBlister)
            case .notKept: return nothing(.notKept)
            case .gone: return nothing(.gone)
            case .altered, .unreadable: return nothing(.altered)
            }
        } catch is PictureError {
            return nothing(.altered)
        }
    }

    private func crops(of label: EvidenceLabel, _ evidence: CutEvidence) -> Outcome {
        func nothing(_ reason: LabelOmission) -> Outcome {
            Outcome(omissions: [Omission(blisterID: label.blister, reason: reason)])
        }
        guard let judged = Timestamp(text: evidence.decidedAt),
            let labelled = Timestamp(text: label.time), judged <= labelled
        else { return nothing(.earlierStore) }
        guard let product = products[evidence.provenance.model] else {
            return nothing(.otherModel)
        }
        guard let outline = ResultOutline(line: evidence.result) else { return nothing(.altered) }
        guard outline.pockets.map(\.index) == Array(0..<product.pocketCount),
            let registered = product.judge.aligner.align(evidence.cut),
            let light = product.judge.inspector.light(on: registered)
        else { return nothing(.notAligned) }
        let said = PocketLabels(label.label, pockets: outline.pockets, takesPassed: takesPassed)
        if let omission = said.omission { return nothing(omission) }
        var outcome = Outcome()
        let images = product.crops.crops(of: registered.image, light: light)
        for (pocket, image) in zip(outline.pockets, images) {
            guard let label = said.labels[pocket.index] else { continue }
            outcome.crops.append(
                Crop(pocket: pocket.index, label: label, found: pocket.class, image: image)
            )
        }
        outcome.omissions = said.unsaid.map {
            Omission(blisterID: label.blister, pocket: $0, reason: .otherFault)
        }
        return outcome
    }
}
