import AcceptanceSets
import ArgumentParser
import Datasets
import Foundation
import TextTraining

/// `blisterctl train`: makes a model from labelled pictures.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Makes a model from a folder of labelled pictures.",
        discussion: """
            The data is a folder in the MVTec AD layout or one folder per class. Task anomaly learns \
            what good pictures look like, from at least 20 of them, in seconds. Task pocket learns to \
            name what crops of single pockets show: good, and any kinds of defects; pictures named \
            NAME-p3.png, NAME-p4.png are of one blister and stay together when some are set aside to \
            judge by. It goes on from the shipped classifier or from --base, which takes minutes; \
            classes that the base does not know get a new last layer. With --drawn crops are drawn without end, as \
            simulate --crops draws them: instead of the data, or beside it, half and half (less of the \
            data where it has under 256 crops). labels export writes such data. Task print \
            learns to read lines: its folder holds pictures and labels.csv, of image,x,y,w,h,text or \
            image,text; it goes on from the shipped reader or from --base, with drawn lines beside, \
            or with --drawn alone begins anew. The losses lie as \
            a picture beside the model. Pictures of an acceptance set, or nearly so, are refused: they \
            are to judge what is learnt.
            """
    )

    enum Task: String, ExpressibleByArgument, CaseIterable { case anomaly, pocket, print }

    @Option(help: "Folder of labelled pictures.") var data: String?
    @Option(help: "What the model is for.") var task: Task
    @Option(help: "Model file to write.") var out: String
    @Option(help: "Model to start from; the shipped one when absent.") var base: String?
    @Option(help: "Anomaly: side in pixels that pictures are scaled to, a multiple of 32.")
    var size = 256
    @Option(help: "Anomaly: share of good pictures that may be rejected.")
    var falseRejectTarget = 0.01
    @Option(help: "Seed of every random draw.") var seed: UInt64 = 1
    @Flag(help: "Pocket, print: draws pictures, alone or beside the data.")
    var drawn = false
    @Flag(help: "Print: trains the net that finds lines in pictures, instead of the reader.")
    var finder = false
    @Option(
        help: "Pocket, print: minutes that it may take; with --checkpoint, until the next sitting."
    )
    var minutes: Double?
    @Option(help: "Pocket, print: batches to learn from, instead of as many as suit the data.")
    var steps: Int?
    @Option(help: "Pocket, print: file to go on from after an interruption, by the same command.")
    var checkpoint: String?
    @Option(help: "Pocket, print: threads; the processor's count by default.") var threads: Int?
    @Option(help: "Acceptance set whose pictures must not be learnt from; repeatable.")
    var acceptance: [String] = []
    @Option(help: "Station configuration that may name an acceptance set; else the installed one.")
    var config: String?

    func validate() throws {
        guard (64...1024).contains(size), size % 32 == 0 else {
            throw ValidationError("--size is a multiple of 32 from 64 to 1024")
        }
        guard falseRejectTarget > 0, falseRejectTarget <= 0.2 else {
            throw ValidationError("--false-reject-target lies between 0 and 0.2")
        }
        guard data != nil || drawn, !drawn || task != .anomaly else {
            throw ValidationError("give --data; for pocket and print --drawn instead, or both")
        }
        guard !finder || task == .print && drawn && data == nil else {
            throw ValidationError("--finder goes with --task print and --drawn, without --data")
        }
        guard steps ?? 1 > 0, minutes ?? 1 > 0, (1...256).contains(threads ?? 1) else {
            throw ValidationError("--steps, --minutes and --threads are above 0")
        }
    }

    func run() throws {
        try refuseAcceptancePictures()
        switch task {
        case .anomaly:
            try AnomalyTraining(
                data: data ?? "",
                out: out,
                base: base,
                size: size,
                falseRejectTarget: falseRejectTarget,
                seed: seed
            ).run()
        case .pocket:
            try PocketTrainingRun(
                data: data,
                isDrawn: drawn,
                out: out,
                base: base,
                seed: seed,
                minutes: minutes,
                steps: steps,
                checkpoint: checkpoint,
                threads: threads
            ).run()
        case .print:
            try PrintTrainingRun(
                data: data,
                isFinder: finder,
                out: out,
                base: base,
                seed: seed,
                minutes: minutes,
                steps: steps,
                checkpoint: checkpoint,
                threads: threads
            ).run()
        }
    }

    /// No model learns from what will judge it; before anything is read or written.
    private func refuseAcceptancePictures() throws {
        let folders = try AcceptanceFolders(named: acceptance, config: config).folders
        guard let data, !folders.isEmpty else { return }
        if task == .print {
            let paths = try LabelTable(folder: data).entries.map(\.path)
            for folder in folders { try AcceptanceGuard(folder: folder).check(paths) }
            return
        }
        let set = try PictureSet(folder: data)
        // What is wrong may lie among the test pictures only; a classifier learns from those.
        let pictures = (task == .anomaly ? set.training : set.training + set.testing).map(\.path)
        for folder in folders { try AcceptanceGuard(folder: folder).check(pictures) }
    }
}
