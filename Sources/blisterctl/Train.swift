import AcceptanceSets
import ArgumentParser
import Datasets
import Foundation
import Station

/// `blisterctl train`: makes a model from labelled pictures.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Makes a model from a folder of labelled pictures.",
        discussion: """
            Task anomaly learns what good pictures look like, from at least 20 of them, in seconds. The \
            data is a folder in the MVTec AD layout or one folder per class. Pictures of an acceptance \
            set, or nearly so, are refused: they are to judge what is learnt.
            """
    )

    enum Task: String, ExpressibleByArgument, CaseIterable { case anomaly }

    @Option(help: "Folder of labelled pictures.") var data: String
    @Option(help: "What the model is for.") var task: Task
    @Option(help: "Model file to write.") var out: String
    @Option(help: "Model to start from; the shipped one when absent.") var base: String?
    @Option(help: "Anomaly: side in pixels that pictures are scaled to, a multiple of 32.")
    var size = 256
    @Option(help: "Share of good pictures that may be rejected.") var falseRejectTarget = 0.01
    @Option(help: "Seed of every random draw.") var seed: UInt64 = 1
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
    }

    func run() throws {
        try refuseAcceptancePictures()
        switch task {
        case .anomaly:
            try AnomalyTraining(
                data: data,
                out: out,
                base: base,
                size: size,
                falseRejectTarget: falseRejectTarget,
                seed: seed
            ).run()
        }
    }

    /// No model learns from what will judge it; before anything is read or written.
    private func refuseAcceptancePictures() throws {
        var folders = acceptance
        if let path = config ?? DoctorCommand.installed,
            let folder = try StationConfiguration(path: path).modelRules.acceptancePath
        {
            folders.append(folder)
        }
        guard !folders.isEmpty else { return }
        let pictures = try PictureSet(folder: data).training.map(\.path)
        for folder in folders { try AcceptanceGuard(folder: folder).check(pictures) }
    }
}
