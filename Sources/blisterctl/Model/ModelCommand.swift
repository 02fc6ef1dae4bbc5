import ArgumentParser

/// `blisterctl model`: networks in ONNX.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Check, seal, run, test and time networks in ONNX; the model library.",
        subcommands: [
            ModelCheckCommand.self, ModelRunCommand.self, ModelTestCommand.self,
            ModelBenchCommand.self, ModelSealCommand.self, ModelListCommand.self,
            ModelInstallCommand.self, ModelRollbackCommand.self, ModelSignCommand.self,
            ModelKeyCommand.self, ModelAcceptanceCommand.self,
        ]
    )
}
