/// Bad input of the panel's users, and of the panel and the broker in the station configuration.
extension BadInput {
    private static let daemon = ["run", "--config", "station.yaml"]

    private static func station(_ text: String) -> @Sendable (Ground) throws -> Void {
        { try $0.replace("\nworkers:", by: "\n\(text)\nworkers:", in: "station.yaml") }
    }

    static let panels = [
        BadInput(
            "user: unknown role",
            .blisterctl,
            ["user", "add", "ann", "--role", "boss", "--users", "users.json"],
            names: ["'boss'", "viewer, operator, maintenance or qa"]
        ) { _ in },
        BadInput(
            "user: no password",
            .blisterctl,
            ["user", "add", "ann", "--role", "qa", "--users", "users.json"],
            names: ["password", "standard input"]
        ) { _ in },
        BadInput(
            "user: neither file nor station",
            .blisterctl,
            ["user", "list"],
            names: ["--config", "--users"]
        ) { _ in },
        BadInput(
            "user: station without a panel",
            .blisterctl,
            ["user", "list", "--config", "station.yaml"],
            names: ["station.yaml", "panel:"]
        ) { _ in },
        BadInput(
            "station: panel at a port that is none",
            .blisterd,
            daemon,
            names: ["station.yaml:", "panel.port", "65535"],
            prepare: station("panel: {port: 70000}")
        ),
        BadInput(
            "station: broker without a group",
            .blisterd,
            daemon,
            names: ["station.yaml:", "group"],
            prepare: station("fleet: {broker: localhost}")
        ),
        BadInput(
            "station: broker's group that is a path",
            .blisterd,
            daemon,
            names: ["station.yaml:", "group", "a/b"],
            prepare: station("fleet: {broker: localhost, group: a/b}")
        ),
        BadInput(
            "report: unknown form",
            .blisterctl,
            ["batch", "report", "--records", "set", "--out", "report.doc"],
            names: ["set"]
        ) { _ in },
    ]
}
