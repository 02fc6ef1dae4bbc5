import ArgumentParser
import ModelLibraries

/// `blisterctl model install`: examines a model and makes it live.
struct ModelInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Examines a model as the daemon would, and makes it live if it passes.",
        discussion: """
            The same as copying the file into the folder, with the answer at once. With --config the \
            model is held to the station's recipe, signatures, speed and acceptance set; with \
            --models a running daemon does that when it takes the model over. Exit status: 0 live, \
            1 refused, 2 bad input.
            """
    )

    @Argument(help: "ONNX file; its signature, FILE.sig, lies beside it.") var file: String
    @OptionGroup var place: LibraryOptions
    @OptionGroup var author: OperatorOption

    func run() throws {
        try InputError.checkMachine()
        let library = try place.library()
        switch try library.install(file, as: .installed, by: author.name, onLive: { _ in }) {
        case .live(let change, let examination):
            for finding in examination.findings { print("passed  \(finding)") }
            let old = change.oldDigest.map { "; before: \($0.prefix(12))" } ?? ""
            print("live    \(change.model.role): \(change.model.digest.prefix(12))\(old)")
        case .alreadyLive(let model):
            print("live    \(model.role): \(model.digest.prefix(12)) already; nothing changed")
        case .refused(let examination):
            for finding in examination.findings {
                print("\(finding.passes ? "passed" : "FAILED")  \(finding)")
            }
            print("refused \(file): what was live stays live")
            try library.noteRefusal(examination, by: author.name)
            throw ExitCode(1)
        }
    }
}
