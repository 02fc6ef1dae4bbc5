/// Bad input of challenge and replay.
extension BadInput {
    private static let daemon = ["run", "--config", "station.yaml"]

    private static func challenge(_ text: String) -> @Sendable (Ground) throws -> Void {
        { try $0.replace("\nlimits:", by: "\nchallenge: \(text)\nlimits:", in: "recipe.yaml") }
    }

    private static func trends(_ bands: String) -> @Sendable (Ground) throws -> Void {
        let text = "\ntrends: {false_reject_bands: \(bands)}\nlimits:"
        return { try $0.replace("\nlimits:", by: text, in: "recipe.yaml") }
    }

    private static func health(_ text: String) -> @Sendable (Ground) throws -> Void {
        {
            try $0.replace(
                "\nworkers: 2",
                by: "\ncamera_health: \(text)\nworkers: 2",
                in: "station.yaml"
            )
        }
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
            "recipe: bands of false rejects that do not rise",
            .blisterd,
            daemon,
            names: ["recipe.yaml:", "trends.false_reject_bands.halt", "0.004", "shares that rise"],
            prepare: trends("{rebaseline: 0.005, halt: 0.004, recalibrate: 0.05}")
        ),
        BadInput(
            "recipe: band of false rejects that there is not",
            .blisterd,
            daemon,
            names: ["recipe.yaml:", "trends.false_reject_bands", "stop", "recalibrate"],
            prepare: trends("{rebaseline: 0.005, halt: 0.02, stop: 0.05}")
        ),
        BadInput(
            "recipe: false rejects in percent",
            .blisterd,
            daemon,
            names: ["recipe.yaml:", "trends.false_reject_bands.halt", "2"],
            prepare: trends("{rebaseline: 0.5, halt: 2, recalibrate: 5}")
        ),
        BadInput(
            "station: reference strip that the camera does not see",
            .blisterd,
            daemon,
            names: ["reference strip", "903", "correct x_mm"],
            prepare: health("{reference_strip: {x_mm: 900, width_mm: 3}}")
        ),
        BadInput(
            "station: reference strip without a width",
            .blisterd,
            daemon,
            names: ["station.yaml:", "camera_health.reference_strip", "width_mm"],
            prepare: health("{reference_strip: {x_mm: 1}}")
        ),
        BadInput(
            "station: camera health of what is not measured",
            .blisterd,
            daemon,
            names: ["station.yaml:", "camera_health.warn_percent", "colour", "focus"],
            prepare: health("{warn_percent: {colour: 5}}")
        ),
        BadInput(
            "trends: no daemon",
            .blisterctl,
            [
                "trends", "baseline", "--all", "--reason", "R", "--operator", "O", "--socket",
                "none.sock",
            ],
            names: ["none.sock", "start blisterd"]
        ) { _ in },
        BadInput(
            "trends: neither one chart nor all",
            .blisterctl,
            ["trends", "baseline", "--reason", "R", "--operator", "O", "--socket", "none.sock"],
            names: ["--series", "--all"]
        ) { _ in },
        BadInput(
            "trends: no reason",
            .blisterctl,
            ["trends", "baseline", "--all", "--reason", " ", "--operator", "O"],
            names: ["--reason", "say why"]
        ) { _ in },
        BadInput(
            "trends: nobody asks",
            .blisterctl,
            ["trends", "baseline", "--all", "--reason", "R", "--socket", "none.sock"],
            names: ["--operator"]
        ) { _ in },
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
