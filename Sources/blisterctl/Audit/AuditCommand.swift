import ArgumentParser

/// `blisterctl audit`: the chained and signed trail of everything that matters.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Verify and export the audit trail.",
        subcommands: [AuditVerifyCommand.self, AuditExportCommand.self]
    )
}
