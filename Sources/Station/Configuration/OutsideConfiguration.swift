internal import Documents
internal import Fleet
internal import Mosquitto
internal import Panel

extension PanelSettings {
    /// Reads `panel:` of the station configuration.
    ///
    /// - Parameters:
    ///   - document: the section.
    ///   - users: file of users, where none is given.
    ///   - resolved: makes a path relative to the configuration's folder absolute.
    /// - Throws: with place and cure.
    init(
        document: DocumentNode,
        users: String,
        resolved: (String) -> String
    ) throws(DocumentError) {
        let fields = try document.mapping(
            allowed: ["address", "port", "users", "behind_proxy", "idle_minutes"]
        )
        self.init(
            address: try fields.optional("address")?.text() ?? "127.0.0.1",
            port: UInt16(try fields.optional("port")?.integer(in: 0...65_535) ?? 8480),
            usersFile: try fields.optional("users").map { node throws(DocumentError) in
                resolved(try node.text())
            } ?? users,
            isBehindProxy: try fields.optional("behind_proxy")?.flag() ?? false,
            idleSeconds: 60 * (try fields.optional("idle_minutes")?.integer(in: 1...1440) ?? 15)
        )
    }
}

extension FleetSettings {
    /// Reads `fleet:` of the station configuration.
    ///
    /// - Parameters:
    ///   - document: the section.
    ///   - station: name of the station, the node's where none is given.
    ///   - spool: folder of what waits, where none is given.
    ///   - resolved: makes a path relative to the configuration's folder absolute.
    /// - Throws: with place and cure.
    init(
        document: DocumentNode,
        station: String,
        spool: String,
        resolved: (String) -> String
    ) throws(DocumentError) {
        let fields = try document.mapping(
            allowed: [
                "broker", "port", "tls", "login", "group", "node", "primary_host", "spool",
                "spool_mb", "retained_mb", "results_per_message", "gather_ms", "queue",
                "reconnect_max_ms",
            ]
        )
        func path(_ fields: DocumentMapping, _ key: String) throws(DocumentError) -> String? {
            guard let node = fields.optional(key) else { return nil }
            return resolved(try node.text())
        }
        var certificates: BrokerAddress.Certificates?
        if let node = fields.optional("tls") {
            let tls = try node.mapping(allowed: ["authority", "certificate", "key"])
            certificates = BrokerAddress.Certificates(
                authorityPath: resolved(try tls.required("authority").text()),
                certificatePath: try path(tls, "certificate"),
                keyPath: try path(tls, "key")
            )
        }
        let port = try fields.optional("port")?.integer(in: 1...65_535)
        self.init(
            broker: BrokerAddress(
                host: try fields.required("broker").text(),
                port: port ?? (certificates == nil ? 1883 : 8883),
                certificates: certificates
            ),
            loginPath: try path(fields, "login"),
            group: try fields.required("group").text(),
            node: try fields.optional("node")?.text() ?? station,
            primaryHost: try fields.optional("primary_host")?.text(),
            spoolFolder: try path(fields, "spool") ?? spool
        )
        func count(_ key: String, _ range: ClosedRange<Int>) throws(DocumentError) -> Int? {
            try fields.optional(key)?.integer(in: range)
        }
        if let value = try count("spool_mb", 1...1_000_000) { spoolByteCountMax = value << 20 }
        if let value = try count("retained_mb", 0...500_000) { retainedByteCountMax = value << 20 }
        if let value = try count("results_per_message", 1...5000) { resultsPerMessageMax = value }
        if let value = try count("gather_ms", 10...60_000) { gatheringMillisecondsMax = value }
        if let value = try count("queue", 1...10_000_000) { queueCountMax = value }
        if let value = try count("reconnect_max_ms", 100...3_600_000) {
            reconnectMillisecondsMax = value
        }
        if let refusal { throw document.invalid("\(refusal)", cure: "see Sources/Fleet/README.md") }
    }
}
