import ArgumentParser
import ModelLibraries

/// `blisterctl model rollback`: makes the model before live again.
struct ModelRollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Makes the model live again that was live before.",
        discussion: """
            Proves it first; a running daemon takes it over between two blisters. Again: one further \
            back. Exit status: 0 done, 1 the model before is not sound, 2 bad input.
            """
    )

    @Option(help: "Task of the model; needed where several are live.") var task: String?
    @Option(help: "Product of the model; needed where several are live.") var product: String?
    @OptionGroup var place: LibraryOptions
    @OptionGroup var author: OperatorOption

    func run() throws {
        try InputError.checkMachine()
        let library = try place.library()
        let role = try role(of: library.ledger())
        do {
            let entry = try library.rollBack(role, by: author.name)
            print(
                "live    \(role): \(entry.newDigest?.prefix(12) ?? "none"), from \(entry.file); "
                    + "before: \(entry.oldDigest?.prefix(12) ?? "none")"
            )
        } catch let refusal as ModelRefusal {
            print("FAILED  \(refusal.examination.failure?.description ?? "\(refusal)")")
            print("refused \(refusal.path): what was live stays live")
            throw ExitCode(1)
        }
    }

    private func role(of ledger: ModelLedger) throws -> ModelRole {
        let live = ledger.roles.filter { ledger.live($0) != nil }
        let meant = live.filter { role in
            (task.map { $0 == role.task } ?? true) && (product.map { $0 == role.product } ?? true)
        }
        guard meant.count == 1, let role = meant.first else {
            let names = live.map(\.description).joined(separator: ", ")
            let folder = place.models ?? place.config ?? ""
            throw InputError(
                live.isEmpty
                    ? "\(folder): no model is live; install one first"
                    : meant.isEmpty
                        ? "\(folder): no such model is live; there is \(names)"
                        : "\(folder): several models are live; name one of \(names) with --task "
                            + "and --product"
            )
        }
        return role
    }
}
