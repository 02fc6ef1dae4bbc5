/// Bad input of challenge and replay.
extension BadInput {
    private static let daemon = ["run", "--config", "station.yaml"]

    private static func challenge(_ text: String) -> @Sendable (Ground) throws -> Void {
        { try $0.replace("\nlimits:", by: "\nchallenge: \(text)\nlimits:", in: "recipe.yaml") }
    }

    static let life = [
        BadInput(
            "recipe: challenge for a reason that there is not",
            .blisterd,
            daemon,
            names: ["recipe.yaml:", "challenge.kit[0].reasons[0]", "'mising'", "missing"],
            prepare: challenge("{kit: [{name: empty pocket, reasons: [mising]}]}")
        ),
        BadInput(
            "recipe: challenge with a key that there is not",
            .blisterd,
            daemon,
            names: ["recipe.yaml:", "challenge", "every_hour", "every_hours"],
            prepare: challenge("{kit: [{name: a, reasons: [missing]}], every_hour: 8}")
        ),
        BadInput(
            "recipe: challenge without a kit",
            .blisterd,
            daemon,
            names: ["recipe.yaml:", "challenge", "kit"],
            prepare: challenge("{every_hours: 8}")
        ),
        BadInput(
            "station: impossible share of accepted cuts",
            .blisterd,
            daemon,
            names: ["station.yaml:", "accepted_cuts", "-1"]
        ) {
            try $0.replace(
                "evidence_mb: 50",
                by: "evidence_mb: 50\n  accepted_cuts: -1",
                in: "station.yaml"
            )
        },
        BadInput(
            "challenge: no daemon",
            .blisterctl,
            ["challenge", "start", "--operator", "O", "--socket", "none.sock"],
            names: ["none.sock", "start blisterd"]
        ) { _ in },
        BadInput(
            "challenge: nobody starts it",
            .blisterctl,
            ["challenge", "start", "--socket", "none.sock"],
            names: ["--operator"]
        ) { _ in },
        BadInput(
            "challenge: absent configuration",
            .blisterctl,
            ["challenge", "status", "--config", "none.yaml"],
            names: ["none.yaml", "check the path"]
        ) { _ in },
        BadInput(
            "replay: no blister",
            .blisterctl,
            ["replay", "--config", "station.yaml", "7-12"],
            names: ["'7-12'", "BATCH-CYCLE-LANE"]
        ) { _ in },
        BadInput(
            "replay: nothing to replay",
            .blisterctl,
            ["replay", "--config", "station.yaml"],
            names: ["blisters", "--batch"]
        ) { _ in },
        BadInput(
            "replay: no station",
            .blisterctl,
            ["replay", "--records", "records", "1-0-0"],
            names: ["--config", "--recipe"]
        ) { _ in },
        BadInput(
            "replay: no store",
            .blisterctl,
            ["replay", "--config", "station.yaml", "1-0-0"],
            names: ["records/records.sqlite", "records folder"]
        ) { _ in },
        BadInput(
            "replay: store that is none",
            .blisterctl,
            ["replay", "--config", "station.yaml", "--records", "set", "1-0-0"],
            names: ["set/records.sqlite"]
        ) { try $0.writeGarbage(to: "set/records.sqlite") },
    ]
}
