import ArgumentParser

/// `blisterctl model`: networks in ONNX.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Check, seal, run, test and time networks in ONNX.",
        subcommands: [
            ModelCheckCommand.self, ModelRunCommand.self, ModelTestCommand.self,
            ModelBenchCommand.self, ModelSealCommand.self,
        ]
    )
}
