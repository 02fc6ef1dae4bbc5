internal import Linux

/// One address of the panel and what it asks of who comes.
///
/// Every one under /api stands in Assets/openapi.json, and the other way round; a test compares them.
struct PanelRoute: Sendable {
    enum Access: Sendable {
        /// Anybody who is logged in.
        case session
        case right(PanelRight)
    }

    let method: String
    /// As in OpenAPI: a part in braces stands for any.
    let path: String
    /// nil: nobody needs to be logged in.
    let access: Access?
    /// Whether asking keeps the session from ending.
    var touchesSession = true
    let handle: @Sendable (PanelSite, PanelCall) async throws -> PanelResponse

    /// What stands in place of the parts in braces; nil where `parts` is another path.
    func parameters(of parts: [String]) -> [String: String]? {
        let pattern = path.split(separator: "/")
        guard pattern.count == parts.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, part) in zip(pattern, parts) {
            if expected.hasPrefix("{") {
                parameters[String(expected.dropFirst().dropLast())] = part
            } else if expected != part {
                return nil
            }
        }
        return parameters
    }

    private static func get(
        _ path: String,
        _ access: Access?,
        _ handle: @escaping @Sendable (PanelSite, PanelCall) async throws -> PanelResponse
    ) -> PanelRoute {
        PanelRoute(method: "GET", path: path, access: access, handle: handle)
    }

    private static func post(
        _ path: String,
        _ access: Access?,
        _ handle: @escaping @Sendable (PanelSite, PanelCall) async throws -> PanelResponse
    ) -> PanelRoute {
        PanelRoute(method: "POST", path: path, access: access, handle: handle)
    }

    /// Every route.
    static let all: [PanelRoute] = [
        get("/", nil) { site, call in try site.asset("index.html", call) },
        get("/assets/{name}", nil) { site, call in try site.asset(call.parameter("name"), call) },
        get("/healthz", nil) { site, _ in site.health() },
        get("/metrics", nil) { site, _ in site.metrics() },
        get("/api/openapi.json", nil) { site, call in try site.asset("openapi.json", call) },

        post("/api/v1/login", nil) { site, call in try await site.login(call) },
        post("/api/v1/logout", .session) { site, call in try await site.logout(call) },
        get("/api/v1/session", nil) { site, call in site.session(call) },
        PanelRoute(
            method: "GET",
            path: "/api/events",
            access: .right(.look),
            touchesSession: false
        ) { site, call in try site.events(call) },

        get("/api/v1/state", .right(.look)) { site, _ in .json(PanelJSON.bytes(site.host.state()))
        },
        get("/api/v1/trends", .right(.look)) { site, _ in
            .json(PanelJSON.bytes(site.host.trends()))
        },
        get("/api/v1/blisters/last", .right(.look)) { site, _ in
            try PanelSite.found(site.host.lastBlister())
        },
        get("/api/v1/rejects/last", .right(.look)) { site, _ in
            try PanelSite.found(site.host.lastReject())
        },
        get("/api/v1/blisters/{id}", .right(.look)) { site, call in try await site.blister(call) },
        get("/api/v1/blisters/{id}/picture", .right(.look)) { site, call in
            try await site.picture(.picture, call)
        },
        get("/api/v1/blisters/{id}/map", .right(.look)) { site, call in
            try await site.picture(.map, call)
        },
        get("/api/v1/evidence", .right(.look)) { site, call in try await site.evidence(call) },
        get("/api/v1/models", .right(.look)) { site, _ in
            .json(PanelJSON.bytes(try await site.threads.work.run { site.host.models() }))
        },
        get("/api/v1/audit", .right(.audit)) { site, call in try await site.audit(call) },

        post("/api/v1/batch/start", .right(.operate)) { site, call in
            let fields = try PanelJSON.fields(
                call.request.body,
                required: ["product", "lot"],
                optional: ["expiry", "force"]
            )
            return try await site.perform(
                .batchStart(
                    product: try fields.text("product") ?? "",
                    lot: try fields.text("lot") ?? "",
                    expiry: try fields.text("expiry"),
                    isForced: try fields.truth("force")
                ),
                call
            )
        },
        post("/api/v1/batch/end", .right(.operate)) { site, call in
            try await site.perform(.batchEnd, call)
        },
        post("/api/v1/challenge/start", .right(.operate)) { site, call in
            try await site.perform(.challengeStart, call)
        },
        post("/api/v1/challenge/end", .right(.operate)) { site, call in
            try await site.perform(.challengeEnd, call)
        },
        post("/api/v1/alarms/{id}/acknowledge", .right(.acknowledge)) { site, call in
            try await site.perform(.acknowledge(alarm: try call.name("id")), call)
        },
        post("/api/v1/blisters/{id}/label", .right(.label)) { site, call in
            let fields = try PanelJSON.fields(call.request.body, required: ["class"])
            guard let label = PanelLabel(rawValue: try fields.text("class") ?? "") else {
                let names = PanelLabel.allCases.map(\.rawValue).joined(separator: ", ")
                throw PanelRefusal(400, "'class' must be one of \(names).")
            }
            return try await site.perform(.label(blister: try call.name("id"), label), call)
        },
        post("/api/v1/trends/baseline", .right(.limits)) { site, call in
            let fields = try PanelJSON.fields(
                call.request.body,
                required: ["series", "reason"]
            )
            return try await site.perform(
                .trendBaseline(
                    series: try fields.text("series") ?? "",
                    reason: try fields.text("reason") ?? ""
                ),
                call
            )
        },
        post("/api/v1/models/{name}/install", .right(.models)) { site, call in
            try await site.perform(.modelInstall(name: try call.name("name")), call)
        },
        post("/api/v1/models/{name}/rollback", .right(.models)) { site, call in
            try await site.perform(.modelRollback(name: try call.name("name")), call)
        },
    ]
}

/// A request that was admitted.
struct PanelCall: Sendable {
    let request: PanelRequest
    let parameters: [String: String]
    var session: PanelSessions.Session?
    var token = ""

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// A parameter that names a file or record: no sign in it leads anywhere else.
    func name(_ name: String) throws(PanelRefusal) -> String {
        try Self.checked(parameter(name))
    }

    /// The same of the query; nil where it is not there.
    func identifier(_ name: String) throws(PanelRefusal) -> String? {
        guard let text = request.query[name] else { return nil }
        return try Self.checked(text)
    }

    private static func checked(_ text: String) throws(PanelRefusal) -> String {
        guard (1...128).contains(text.utf8.count), !text.hasPrefix("."),
            text.utf8.allSatisfy({
                switch $0 {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
                default: false
                }
            })
        else { throw PanelRefusal(400, "A name has letters, digits, '-', '_' and '.' only.") }
        return text
    }

    /// A whole number of the query; nil where it is not there.
    func number(_ name: String, in range: ClosedRange<Int>) throws(PanelRefusal) -> Int? {
        guard let text = request.query[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw PanelRefusal(
                400,
                "'\(name)' must be a number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }
}
