import ArgumentParser
import Blister
import Foundation
import Inspection
import Judging
import Imaging
import Records
import Station
import Teaching

/// `blisterctl inspect`: judges still pictures or a replay set by a recipe.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Judges still pictures or a replay set by a recipe.",
        discussion: "Exit status: 0 all accepted, 1 any rejected, 2 bad input."
    )

    @Option(help: "Recipe to judge by.") var recipe: String
    @Flag(help: "One JSON object per blister.") var json = false
    @Option(help: "Folder for pictures of the rejected blisters with their faults marked.")
    var overlay: String?
    @Option(help: "Folder for pictures of single pockets, by what they are found to be.")
    var crops: String?
    @Option(help: "Folder with the classifier; the shipped one when absent.") var models: String?
    @Option(help: "Replay set to judge.") var replay: String?
    @OptionGroup var batch: BatchText
    @Argument(help: "Pictures, one blister each.") var images: [String] = []

    func validate() throws {
        guard (replay == nil) != images.isEmpty else {
            throw ValidationError("give either --replay or pictures")
        }
    }

    func run() throws {
        let product = try TaughtProduct(recipePath: recipe)
        let inspection = try batch.inspection(product, path: recipe, models: models)
        let cropFolder = crops.map { PocketCropFolder($0, product.recipe) }
        var faults: Set<String> = []
        var rejectedCount = 0
        var count = 0
        func emit(_ judged: JudgedBlister) throws {
            count += 1
            let result = judged.result
            if let fault = judged.networkFault, faults.insert(fault).inserted {
                FileHandle.standardError.write(Data("blisterctl: \(fault)\n".utf8))
            }
            if result.verdict != .accept { rejectedCount += 1 }
            print(json ? line(result, product.recipe) : sentence(result))
            if let overlay { try draw(judged, product.recipe, overlay) }
            try cropFolder?.write(judged, name: blisterName(result.identity))
        }
        if let replay {
            do {
                try inspection.inspect(replayFolder: replay, emit: emit)
            } catch let misfit as RecipeMisfit {
                throw StationFault.recipe(path: recipe, misfit: misfit)
            }
        } else {
            try inspection.inspect(stills: images, emit: emit)
        }
        if !json { print("\(count) blisters, \(rejectedCount) rejected") }
        if rejectedCount > 0 { throw ExitCode(1) }
    }

    /// A name for files: the set or the picture, and which blister of it.
    private func blisterName(_ identity: BlisterIdentity) -> String {
        let source = URL(filePath: replay ?? images[identity.cycle]).deletingPathExtension()
        let name = source.lastPathComponent
        return replay == nil ? name : "\(name)-\(identity.cycle)-\(identity.lane)"
    }

    /// The blister with its faults marked and, where a network rejects, its score maps beside it.
    private func draw(_ judged: JudgedBlister, _ recipe: Recipe, _ folder: String) throws {
        guard let picture = OverlayPicture(judged, recipe) else { return }
        try picture.write(folder: folder)
        let record = BlisterRecord(
            result: judged.result,
            picture: judged.registered?.image,
            pixelsPerMillimetre: 1 / recipe.millimetresPerPixel
        )
        let name = picture.name.replacing(".png", with: "-map.png")
        try MapPicture(record: record).drawn()?
            .write(path: URL(filePath: folder).appending(path: name).path())
    }

    private func line(_ result: InspectionResult, _ recipe: Recipe) -> String {
        result.jsonLine(
            blisterID: replay == nil
                ? images[result.identity.cycle]
                : "\(result.identity.cycle)-\(result.identity.lane)",
            model: recipe.modelDigest,
            recipe: recipe.product
        )
    }

    private func sentence(_ result: InspectionResult) -> String {
        let identity =
            replay == nil
            ? images[result.identity.cycle]
            : "cycle \(result.identity.cycle) lane \(result.identity.lane)"
        guard result.verdict != .accept else { return "\(identity): accept" }
        let reasons = result.verdict.reasons.map(\.rawValue).joined(separator: ", ")
        let pockets = result.pockets.filter { $0.classification != "good" }
            .map { pocket in
                let failing = pocket.checks.filter { !$0.passes }.map(Self.text)
                if let sentence = pocket.sentence {
                    return sentence + " (" + failing.joined(separator: ", ") + ")"
                }
                return "pocket \(pocket.index) \(pocket.classification) ("
                    + failing.joined(separator: ", ") + ")"
            }
        let checks = result.checks.filter { !$0.passes }.map(Self.text)
        let print = result.print.flatMap { $0.passes ? nil : Self.text($0) }.map { [$0] } ?? []
        return "\(identity): reject \(reasons): "
            + (pockets + checks + print).joined(separator: "; ")
    }

    private static func text(_ print: PrintFinding) -> String {
        let read = print.text?.replacing("\n", with: " | ") ?? "nothing"
        return "reads \(read) for \(print.expected?.replacing("\n", with: " | ") ?? "nothing")"
    }

    private static func text(_ check: Check) -> String {
        let limit = check.limit.map { String(format: "%.3g", $0) } ?? "-"
        return "\(check.name) \(String(format: "%.3g", check.value)) against \(limit) \(check.unit)"
    }
}
