import ArgumentParser

/// `blisterctl labels`: what people said on the panel that evidence shows.
struct LabelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract: "Makes use of what people labelled on the panel.",
        subcommands: [LabelsExportCommand.self]
    )
}
