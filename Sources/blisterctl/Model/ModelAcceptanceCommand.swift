import AcceptanceSets
import ArgumentParser
import Linux
import Measures
import VisionModels

/// `blisterctl model acceptance`: the pictures that a model must do well on before it goes live.
struct ModelAcceptanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acceptance",
        abstract: "Checks an acceptance set, tries a model on it, or seals it.",
        discussion: """
            The set is a folder with one folder per class, good among them. --seal writes \
            acceptance.yaml into it: the limits, and the SHA-256 of every picture. From then on any \
            change refuses the set. Exit status: 0 whole and passed, 1 the model exceeds a limit, \
            2 bad input.
            """
    )

    @Argument(help: "Folder of the set.") var folder: String
    @Flag(help: "Write the seal, in place of one that is there.") var seal = false
    @Option(help: "Model to try on it.") var model: String?
    @Option(help: "With --seal: share of good pictures that may be rejected.")
    var falseRejects = 0.003
    @Option(help: "With --seal: share of the pictures of a kind that may escape.")
    var escapes = 0.0
    @Option(help: "With --seal: KIND=SHARE, for a kind with a limit of its own; repeatable.")
    var escapesOf: [String] = []
    @Option(help: "With --seal: judge models of this task only, pocket or anomaly.")
    var task: String?
    @OptionGroup var author: OperatorOption

    func validate() throws {
        guard (0...1).contains(falseRejects), (0...1).contains(escapes) else {
            throw ValidationError("shares lie between 0 and 1")
        }
        guard task.map({ ["pocket", "anomaly"].contains($0) }) ?? true else {
            throw ValidationError("--task is pocket or anomaly")
        }
        _ = try limits()
    }

    func run() throws {
        let set =
            seal
            ? try AcceptanceSet.seal(
                folder: folder,
                limits: limits(),
                task: task,
                by: author.name
            ) : try AcceptanceSet(folder: folder)
        let pictures = try set.pictures()
        print(
            "\(folder): \(pictures.count) pictures, as sealed \(set.sealedBy), "
                + "SHA-256 \(set.digest.prefix(12))"
        )
        guard let model else { return }
        let trial = try AcceptanceTrial(set, model: VisionModel(path: model))
        for line in trial.report.lines { print(line) }
        for excess in trial.excesses { print("FAILED  \(excess)") }
        if !trial.excesses.isEmpty { throw ExitCode(1) }
        print("passed  \(trial.summary)")
    }

    private func limits() throws -> AcceptanceLimits {
        var limits = AcceptanceLimits(
            falseRejectShareMax: falseRejects,
            escapeShareMax: escapes
        )
        for text in escapesOf {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let share = Double(parts[1]), (0...1).contains(share) else {
                throw ValidationError("--escapes-of is KIND=SHARE with a share between 0 and 1")
            }
            limits.escapeShareMaxByKind[parts[0]] = share
        }
        return limits
    }
}
