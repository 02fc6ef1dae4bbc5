import ArgumentParser
import Blister
import Foundation
import Inspection
import PocketVision
import Teaching
import VisionModels

/// `blisterctl teach`: learns a product from good blisters.
struct TeachCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "teach",
        abstract: "Learns a product from good blisters and writes its recipe.",
        discussion: """
            Writes the recipe and, beside it, the folder NAME.product with what was learnt. Both \
            appear together or not at all. At least 20 good blisters are needed; those that differ \
            from the rest are left out and named. Networks are taught as well: a product model on the \
            shipped backbone, and limits for the pocket classifier.
            """
    )

    @Option(help: "Replay set of good blisters.") var replay: String?
    @Option(help: "Folder of pictures, one good blister each.") var images: String?
    @Option(help: "Recipe to write.") var out: String
    @Option(help: "Pockets as drawn; found in the pictures when absent.") var layout: String?
    @Option(help: "Share of good blisters that may be rejected.") var falseRejectTarget = 0.001
    @Option(help: "Millimetres of a pixel: of still pictures, or of the comparison grid.")
    var mmPerPixel: Double?
    @Option(help: "Name of the product; the recipe's file name when absent.") var product: String?
    @Flag(inversion: .prefixedNo, help: "Teaches a product model, and limits for the classifier.")
    var networks = true
    @Option(help: "Folder with the classifier; the shipped one when absent.") var models: String?
    @Option(help: "Side of the product model's crops in pixels, a multiple of 32.")
    var cropSize = 64

    func validate() throws {
        guard (replay == nil) != (images == nil) else {
            throw ValidationError("give either --replay or --images")
        }
        guard falseRejectTarget > 0, falseRejectTarget <= 0.1 else {
            throw ValidationError("--false-reject-target lies between 0 and 0.1")
        }
        guard mmPerPixel.map({ (0.01...1).contains($0) }) ?? true else {
            throw ValidationError("--mm-per-pixel lies between 0.01 and 1")
        }
        guard cropSize.isMultiple(of: 32), (32...256).contains(cropSize) else {
            throw ValidationError("--crop-size is a multiple of 32 from 32 to 256")
        }
        guard networks || models == nil else {
            throw ValidationError("--models needs networks; leave out --no-networks")
        }
    }

    func run() throws {
        let drawn = try layout.map { try Layout(path: $0) }
        let former = try formerRecipe(drawn)
        let name =
            product ?? URL(filePath: out).deletingPathExtension().lastPathComponent
        var report = try taught(drawn, name)
        if let former {
            report.product.recipe = report.product.recipe.carrying(handWrittenOf: former)
        }
        do {
            try report.product.write(recipePath: out)
        } catch {
            throw Fault(
                source: out,
                reason: "cannot be written: \(error.localizedDescription)",
                cure: "check the folder and its permissions"
            )
        }
        for line in report.lines { print(line) }
        print("wrote \(out) and \(report.product.recipe.modelFolder)/")
    }

    /// The recipe that is taught anew, whose hand-written keys stay; nil where there is none.
    private func formerRecipe(_ drawn: Layout?) throws -> Recipe? {
        guard FileManager.default.fileExists(atPath: out) else { return nil }
        let former: Recipe
        do {
            former = try Recipe(path: out)
        } catch {
            let note = "blisterctl: \(error); nothing of it is carried over\n"
            FileHandle.standardError.write(Data(note.utf8))
            return nil
        }
        if let key = former.unplacedText(in: drawn) {
            throw Fault(
                source: out,
                reason: "asks for \(key), and the new layout does not say where it is",
                cure: "give a --layout with \(key): {x_mm, y_mm, width_mm, height_mm}, or remove "
                    + "\(key) from the recipe"
            )
        }
        return former
    }

    private func taught(_ drawn: Layout?, _ name: String) throws -> TaughtReport {
        do {
            return try learn(drawn, name)
        } catch let error as TeachingError {
            if case .unusable = error { throw error }
            throw BadSet(source: replay ?? images ?? "", error: error)
        }
    }

    /// The pictures are well, and not enough to learn from.
    private struct BadSet: Error, CustomStringConvertible {
        let source: String
        let error: TeachingError
        var description: String { "\(source): \(error)" }
    }

    /// What cannot be used, in one line.
    private struct Fault: Error, CustomStringConvertible {
        let source: String
        let reason: String
        let cure: String
        var description: String { "\(source): \(reason); \(cure)" }
    }

    /// The networks to teach; without --models a checkout that ships no classifier does without.
    private func networkTeaching() throws -> NetworkTeaching? {
        guard networks else { return nil }
        let classifier =
            try models.map { try ClassifierFile.path(folder: $0) }
            ?? (try? ClassifierFile.path(folder: nil))
        var teaching = NetworkTeaching(
            backbonePath: try ShippedModel.path("backbone", otherwise: "give --no-networks"),
            classifierPath: classifier
        )
        teaching.size = cropSize
        return teaching
    }

    private func learn(_ drawn: Layout?, _ name: String) throws -> TaughtReport {
        let networks = try networkTeaching()
        guard let replay else {
            return try StillTeaching(
                folder: images ?? "",
                layout: drawn,
                name: name,
                falseRejectTarget: falseRejectTarget,
                millimetresPerPixel: mmPerPixel,
                networks: networks
            ).teach()
        }
        return try ReplayTeaching(
            folder: replay,
            layout: drawn,
            name: name,
            falseRejectTarget: falseRejectTarget,
            millimetresPerPixel: mmPerPixel,
            networks: networks
        ).teach()
    }
}
