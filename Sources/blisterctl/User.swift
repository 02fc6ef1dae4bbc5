import ArgumentParser
import Linux
import Panel
import Station

/// `blisterctl user`: who may log in to the panel.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, remove and list those who may log in to the panel.",
        discussion: """
            Roles: viewer looks; operator also acknowledges, starts and ends batches and challenges; \
            maintenance also labels and rolls models back; qa looks, acknowledges, labels and reads the \
            audit trail. The password is read from standard input. A running daemon follows at once.
            """,
        subcommands: [Add.self, Remove.self, List.self]
    )

    /// Which file.
    struct Place: ParsableArguments {
        @Option(help: "Station configuration whose panel names the file of users.")
        var config: String?
        @Option(help: "The file of users itself.") var users: String?

        func file() throws -> PanelUsers {
            if let users { return PanelUsers(path: users) }
            guard let config else {
                throw InputError(
                    "which file of users is not said; give --config FILE or --users FILE"
                )
            }
            guard let panel = try StationConfiguration(path: config).panel else {
                throw InputError("\(config): has no panel; add panel: to it, or give --users FILE")
            }
            return PanelUsers(path: panel.usersFile)
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a user, or give one another role and password."
        )
        @Argument(help: "Name: letters, digits, '.', '_', '-'.") var name: String
        @Option(help: "viewer, operator, maintenance or qa.") var role: String
        @OptionGroup var place: Place

        func run() throws {
            guard let role = PanelRole(rawValue: role) else {
                throw InputError(
                    "there is no role '\(role)'; use viewer, operator, maintenance or qa"
                )
            }
            let users = try place.file()
            guard let password = SecretLine.read("password for \(name)") else {
                throw InputError("there is no password; give one on standard input")
            }
            try users.add(name: name, role: role, password: password)
            print("\(name): \(role.rawValue)")
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user.")
        @Argument(help: "Name.") var name: String
        @OptionGroup var place: Place

        func run() throws {
            try place.file().remove(name: name)
            print("\(name): removed")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List users and roles.")
        @OptionGroup var place: Place

        func run() throws {
            for user in try place.file().all() { print("\(user.name)\t\(user.role.rawValue)") }
        }
    }
}
