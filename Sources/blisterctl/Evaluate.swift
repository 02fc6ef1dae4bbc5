import AcceptanceSets
import ArgumentParser
import Blister
import Datasets
import Foundation
import Imaging
import Inspection
import Judging
import Linux
import Measures
import Teaching
import VisionModels

/// `blisterctl evaluate`: what a model or a recipe makes of labelled pictures.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Counts escapes and false rejects of a model or recipe on labelled pictures.",
        discussion: """
            The data is a folder in the MVTec AD layout, of which test/ is judged, or one folder per \
            class. The folder good is what must be accepted, whatever the others are called. Intervals \
            are 95 % Clopper-Pearson; the time is that of one picture, read from its file.
            """
    )

    @Option(help: "Folder of labelled pictures.") var data: String
    @Option(help: "Model to judge by.") var model: String?
    @Option(help: "Recipe to judge by; the pictures show one blister each.") var recipe: String?
    @Option(help: "With --recipe: folder with the classifier; the shipped one when absent.")
    var models: String?
    @OptionGroup var batch: BatchText
    @Flag(help: "One JSON object.") var json = false
    @Option(help: "Picture to write: escapes and false rejects against the threshold.")
    var curve: String?

    func validate() throws {
        guard (model == nil) != (recipe == nil) else {
            throw ValidationError("give either --model or --recipe")
        }
        guard models == nil || recipe != nil else {
            throw ValidationError("--models goes with --recipe")
        }
    }

    func run() throws {
        if let model, try PrintModels.isReader(model) {
            let trial = try PrintTrial(folder: data, model: model)
            for line in json ? [trial.json] : trial.lines { print(line) }
            return
        }
        let pictures = try PictureSet(folder: data).testing
        guard !pictures.isEmpty else {
            throw PictureSetError(
                path: data,
                reason: "holds no pictures to judge",
                cure: "put them into test/good and test/KIND, or into one folder per class"
            )
        }
        var evaluation = Evaluation()
        if let model {
            try judge(pictures, VisionModel(path: model), model, &evaluation)
        } else if let recipe {
            let product = try TaughtProduct(recipePath: recipe)
            let inspection = try batch.inspection(product, path: recipe, models: models)
            try judge(pictures, product, inspection, &evaluation)
        }
        let report = evaluation.report
        if let curve {
            guard let picture = ThresholdCurve(evaluation).picture() else {
                throw PictureSetError(
                    path: data,
                    reason: "holds no good or no bad pictures, so there is no curve",
                    cure: "leave out --curve"
                )
            }
            try picture.write(path: curve)
        }
        if json {
            print(try report.json())
        } else {
            for line in report.lines { print(line) }
        }
    }

    private func judge(
        _ pictures: [LabelledPicture],
        _ model: VisionModel,
        _ path: String,
        _ evaluation: inout Evaluation
    ) throws {
        guard model.card.task == .pocket || model.card.task == .anomaly else {
            throw VisionModelError(
                path: path,
                reason: "is for the task \(model.card.task.rawValue), which judges no pictures",
                cure: "give a model of the task pocket or anomaly"
            )
        }
        try evaluation.add(pictures, judgedBy: model)
    }

    private func judge(
        _ pictures: [LabelledPicture],
        _ product: TaughtProduct,
        _ inspection: ReplayInspection,
        _ evaluation: inout Evaluation
    ) throws {
        for picture in pictures {
            let start = MonotonicClock.nowNanoseconds
            try inspection.inspect(stills: [picture.path]) { judged in
                let time = MonotonicClock.nowNanoseconds - start
                let reasons = judged.result.verdict.reasons
                evaluation.add(
                    Evaluation.Sample(
                        label: picture.label,
                        score: judged.score(by: product.recipe),
                        isRejected: judged.result.verdict != .accept,
                        answer: reasons.first?.rawValue ?? LabelledPicture.goodLabel,
                        milliseconds: Double(time) / 1e6
                    )
                )
            }
        }
    }
}
