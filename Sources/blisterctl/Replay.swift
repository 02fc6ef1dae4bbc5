import ArgumentParser
import Blister
import Foundation
import Inspection
import PackReading
import PocketVision
import Records
import Station
import VisionModels

/// `blisterctl replay`: judges kept cuts again and compares the verdicts' bytes.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Judges kept evidence again, and compares the verdict byte for byte.",
        discussion: """
            By the recipe and models of the station, unless others are given: then it tells what they \
            say of the same samples. Exit status: 0 all the same, 1 a difference, changed recipe or \
            models, evidence missing or altered, 2 bad input.
            """
    )

    @Option(help: "Station configuration: names recipe, models and records.") var config: String?
    @Option(help: "The records folder, where it is not the configuration's.") var records: String?
    @Option(help: "Recipe to judge by instead of the station's.") var recipe: String?
    @Option(help: "Classifier to judge by (ONNX), or a folder with one, instead of the station's.")
    var model: String?
    @Option(help: "Every blister of this batch whose cut was kept.") var batch: Int?
    @Flag(help: "One JSON object per blister.") var json = false
    @Argument(help: "Blisters, as the reject log names them: BATCH-CYCLE-LANE.")
    var blisters: [String] = []

    func validate() throws {
        guard (batch == nil) != blisters.isEmpty else {
            throw ValidationError("give blisters, or --batch for all that a batch kept")
        }
        guard config != nil || (records != nil && recipe != nil) else {
            throw ValidationError("give --config, or both --records and --recipe")
        }
        for name in blisters where BlisterID.parse(name) == nil {
            throw ValidationError(
                "'\(name)' is no blister; give BATCH-CYCLE-LANE, as the reject log does"
            )
        }
    }

    func run() throws {
        let station = try config.map { try StationConfiguration(path: $0) }
        let folder = URL(filePath: records ?? station?.records.folder ?? "")
        let store = try RecordStore.openForReading(folder: folder)
        let names = try batch.map { try store.blistersWithCuts(batch: $0) } ?? blisters
        guard !names.isEmpty else {
            throw InputError("\(folder.path()): batch \(batch ?? 0) kept no cuts; name another")
        }
        let replay = try judging(station)
        var isAllSame = true
        for name in names {
            guard let (batch, identity) = BlisterID.parse(name) else { continue }
            do {
                let evidence = try store.cutEvidence(
                    batch: batch,
                    identity: identity,
                    folder: folder.appending(path: "evidence")
                )
                let report = ReplayReport(
                    evidence,
                    try replay.replay(evidence),
                    asksOtherRecipe: recipe != nil,
                    asksOtherModel: model != nil
                )
                print(json ? report.json : report.text)
                isAllSame = isAllSame && report.passes
            } catch let error as CutEvidenceError {
                if case .noBlister = error { throw error }
                isAllSame = false
                print(json ? ReplayReport.json(name, error: "\(error)") : "\(name): \(error)")
            }
        }
        if !isAllSame { throw ExitCode(1) }
    }

    /// What judges: the station's recipe and models, or those that were given.
    private func judging(_ station: StationConfiguration?) throws -> EvidenceReplay {
        let path = recipe ?? station?.recipePath ?? ""
        let product = try TaughtProduct(recipePath: path)
        let models = model ?? station?.modelsPath
        let networks = try PocketNetworks(product, recipePath: path) {
            () throws(VisionModelError) in
            guard let models, models.hasSuffix(".onnx") else {
                return try ClassifierOption.path(models)
            }
            return models
        }
        return try EvidenceReplay(
            product,
            provenance: try Provenance(
                product.recipe,
                recipePath: path,
                calibrationPath: station?.calibrationPath,
                lights: station?.lights ?? 1
            ),
            networks: networks,
            texts: try PackTexts(product.recipe, recipePath: path)
        )
    }
}
