/// Bad input of verifying and exporting the audit trail.
extension BadInput {
    private static let verify = ["audit", "verify"]
    private static let export = ["audit", "export", "--config", "station.yaml", "--out"]

    static let audits = [
        BadInput(
            "audit: neither trail nor station",
            .blisterctl,
            verify,
            names: ["--config", "paths"]
        ) { _ in },
        BadInput("audit: no trail", .blisterctl, verify + ["none"], names: ["none", "audit"]) {
            _ in
        },
        BadInput(
            "audit: a folder without a trail",
            .blisterctl,
            verify + ["set"],
            names: ["set", "no audit trail"]
        ) { _ in },
        BadInput(
            "audit: a station without a trail",
            .blisterctl,
            verify + ["--config", "station.yaml"],
            names: ["records/audit", "no audit trail"]
        ) { _ in },
        BadInput(
            "audit: no key",
            .blisterctl,
            verify + ["copy"],
            names: ["copy/station.pem.pub", "--key"]
        ) { try writeTrail($0, "copy") },
        BadInput(
            "audit: garbage for a key",
            .blisterctl,
            verify + ["copy", "--key", "key.pub"],
            names: ["key.pub", "Ed25519", "--key"]
        ) {
            try writeTrail($0, "copy")
            try $0.writeGarbage(to: "key.pub")
        },
        BadInput(
            "audit: against a log without checkpoints",
            .blisterctl,
            verify + ["copy", "--key", "key.pub", "--against", "recipe.yaml"],
            names: ["recipe.yaml", "blisterd-checkpoint"]
        ) {
            try writeTrail($0, "copy")
            try writeKey($0)
        },
        BadInput(
            "audit: against nothing",
            .blisterctl,
            verify + ["copy", "--key", "key.pub", "--against", "none.log"],
            names: ["none.log", "check the path"]
        ) {
            try writeTrail($0, "copy")
            try writeKey($0)
        },
        BadInput(
            "audit: export of nothing",
            .blisterctl,
            export + ["out"],
            names: ["records/audit", "no audit trail"]
        ) { _ in },
        BadInput(
            "audit: export into a folder in use",
            .blisterctl,
            export + ["set"],
            names: ["set", "not empty"]
        ) { try writeTrail($0, "records/audit") },
        BadInput(
            "audit: export from no time",
            .blisterctl,
            export + ["out", "--from", "yesterday"],
            names: ["--from", "yesterday"]
        ) { _ in },
        BadInput(
            "audit: export of a time without entries",
            .blisterctl,
            export + ["out", "--from", "2099-01-01"],
            names: ["records/audit", "--from"]
        ) { try writeTrail($0, "records/audit") },
        BadInput(
            "station: an audit key that is none",
            .blisterd,
            ["run", "--config", "station.yaml"],
            names: ["recipe.yaml", "Ed25519"]
        ) {
            try $0.replace(
                "  evidence_mb: 50\n",
                by: "  evidence_mb: 50\n  audit_key: recipe.yaml\n",
                in: "station.yaml"
            )
        },
    ]

    private static func writeTrail(_ ground: Ground, _ folder: String) throws {
        try ground.makeFolder(folder)
        try ground.write("{}\n", to: "\(folder)/audit-000000000001.jsonl")
    }

    /// The public key of RFC 8410, section 10.1.
    private static func writeKey(_ ground: Ground) throws {
        try ground.write(
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----

            """,
            to: "key.pub"
        )
    }
}
