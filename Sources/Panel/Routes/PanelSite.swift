internal import Linux
internal import Logging
internal import Synchronization

/// Answers requests: finds the route, checks who asks, and says no in one sentence.
///
/// Thread-bound to the panel's executor but for what its parts say of themselves.
final class PanelSite: Sendable {
    let settings: PanelSettings
    let host: any PanelHost
    let logger: Logger
    let threads: PanelThreads
    let connections: ConnectionTable
    let users: PanelUsers
    let sessions: PanelSessions
    let guesses = GuessLock()
    let assets: AssetFolder
    let feed: EventFeed
    let refusals: RefusalLog
    private let limits: PanelLimits
    private let usersSeen: Mutex<SeenUsers>

    private struct SeenUsers {
        var facts: FileFacts?
        var users: [PanelUsers.User]
    }

    static let cookieName = "blisterd_session"

    init(
        settings: PanelSettings,
        host: any PanelHost,
        logger: Logger,
        limits: PanelLimits,
        threads: PanelThreads,
        connections: ConnectionTable
    ) throws(PanelError) {
        self.settings = settings
        self.host = host
        self.logger = logger
        self.limits = limits
        self.threads = threads
        self.connections = connections
        users = PanelUsers(path: settings.usersFile)
        let facts = try? FileFacts(path: settings.usersFile)
        usersSeen = Mutex(SeenUsers(facts: facts, users: try users.all()))
        sessions = PanelSessions(idleSeconds: settings.idleSeconds)
        assets = try AssetFolder()
        feed = EventFeed(host: host, limits: limits)
        refusals = RefusalLog(logger: logger)
    }

    /// Serves one connection to its end.
    func converse(_ connection: PanelConnection) async {
        do {
            while let request = try await connection.request() {
                let response = await answer(request)
                let isStream = if case .events = response.body { true } else { false }
                let bytes = ResponseText.bytes(
                    response,
                    keepsAlive: request.keepsAlive && !isStream,
                    isBodyLeftOut: request.method == "HEAD"
                )
                guard await connection.write(bytes) else { return }
                if case .events(let token) = response.body {
                    if request.method != "HEAD" { await stream(to: connection, token: token) }
                    return
                }
                guard request.keepsAlive else { return }
            }
            if connection.isCut { note(connection.address, "cut off: too slow or too many") }
        } catch {
            note(connection.address, "\(error.status) \(error.sentence)")
            let bytes = ResponseText.bytes(
                Self.refusal(error),
                keepsAlive: false,
                isBodyLeftOut: false
            )
            if await connection.write(bytes) { await connection.discard() }
        }
    }

    /// The answer to one request; never fails.
    func answer(_ request: PanelRequest) async -> PanelResponse {
        var request = request
        if settings.isBehindProxy, let address = request.headers["x-real-ip"] {
            request.address = String(address.prefix(64))
        }
        do {
            let (route, parameters) = try Self.route(of: request)
            let call = try admit(request, to: route, parameters: parameters)
            return try await route.handle(self, call)
        } catch let refusal as PanelRefusal {
            let path = "/" + request.path.joined(separator: "/").prefix(80)
            note(
                request.address,
                "\(request.method) \(path): \(refusal.status) \(refusal.sentence)"
            )
            return Self.refusal(refusal)
        } catch {
            note(request.address, "503 busy")
            return Self.refusal(PanelRefusal(503, "The panel is busy; try again in a moment."))
        }
    }

    /// A refusal as JSON: `{"error": sentence}`.
    static func refusal(_ refusal: PanelRefusal) -> PanelResponse {
        var response = PanelResponse.json(
            PanelJSON.bytes(["error": refusal.sentence]),
            status: refusal.status
        )
        if let header = refusal.header { response.headers.append((header.name, header.value)) }
        return response
    }

    /// Looks at the file of users again: ends the sessions of users that are gone, and has the trail
    /// told who came, went or changed.
    func lookAtUsers(now: Int64) async {
        let facts = try? FileFacts(path: settings.usersFile)
        let hasChanged = usersSeen.withLock { seen in
            defer { seen.facts = facts }
            return seen.facts != facts
        }
        guard hasChanged else { return }
        do {
            let all = try users.all()
            sessions.keep(all, now: now)
            let changes = usersSeen.withLock { seen in
                defer { seen.users = all }
                return PanelAccountChange.all(from: seen.users, to: all)
            }
            for change in changes { await record(.account(change)) }
        } catch {
            sessions.keep([], now: now)
            logger.error("panel: \(error)")
        }
    }

    private static func route(
        of request: PanelRequest
    ) throws(PanelRefusal) -> (route: PanelRoute, parameters: [String: String]) {
        var allowed: [String] = []
        let method = request.method == "HEAD" ? "GET" : request.method
        for route in PanelRoute.all {
            guard let parameters = route.parameters(of: request.path) else { continue }
            if route.method == method { return (route, parameters) }
            allowed.append(route.method)
        }
        guard !allowed.isEmpty else { throw PanelRefusal(404, "There is no such page.") }
        throw PanelRefusal(
            405,
            "Only \(allowed.joined(separator: " and ")) is possible here.",
            header: PanelRefusal.Header(name: "Allow", value: allowed.joined(separator: ", "))
        )
    }

    /// Checks session, role, and that a change comes from the panel's own page.
    private func admit(
        _ request: PanelRequest,
        to route: PanelRoute,
        parameters: [String: String]
    ) throws(PanelRefusal) -> PanelCall {
        var call = PanelCall(request: request, parameters: parameters)
        if let token = request.cookie(Self.cookieName) {
            let now = MonotonicClock.nowNanoseconds
            call.session = sessions.session(token, now: now, touches: route.touchesSession)
            call.token = token
        }
        let isChange = route.method != "GET"
        if isChange, let origin = request.headers["origin"] {
            let place = origin.split(separator: "/").last.map(String.init)
            guard place == request.headers["host"] else {
                throw PanelRefusal(403, "The request comes from another site.")
            }
        }
        if isChange, !request.body.isEmpty {
            let type = (request.headers["content-type"] ?? "").split(separator: ";").first?.trimmed
            guard type?.lowercased() == "application/json" else {
                throw PanelRefusal(415, "The body must be of the type application/json.")
            }
        }
        guard let access = route.access else { return call }
        guard let session = call.session else {
            let sentence =
                users.exists
                ? "Log in first."
                : "Nobody can log in yet: add a user with blisterctl user add."
            throw PanelRefusal(401, sentence)
        }
        if isChange {
            guard request.headers["x-csrf-token"] == session.proof else {
                throw PanelRefusal(403, "The header X-CSRF-Token is missing or wrong.")
            }
        }
        if case .right(let right) = access, !session.person.role.rights.contains(right) {
            throw PanelRefusal(403, "The role \(session.person.role.rawValue) may not do this.")
        }
        return call
    }

    private func stream(to connection: PanelConnection, token: String) async {
        guard let (number, wakes) = feed.listen() else { return }
        defer { feed.leave(number) }
        var version = 0
        var lastNanoseconds = MonotonicClock.nowNanoseconds
        for await _ in wakes {
            let now = MonotonicClock.nowNanoseconds
            // A viewer's page keeps its session; any other ends unless its person does something.
            let session = sessions.session(token, now: now, touches: false)
            guard let session else {
                _ = await connection.write(Array("event: logout\ndata: {}\n\n".utf8))
                return
            }
            if session.person.role == .viewer {
                _ = sessions.session(token, now: now, touches: true)
            }
            let messages = feed.messages(after: version)
            var bytes: [UInt8] = []
            for message in messages {
                bytes += message.bytes
                version = message.version
            }
            if bytes.isEmpty {
                let silence = Double(now - lastNanoseconds) / 1e9
                guard silence > limits.streamSilenceSeconds else { continue }
                bytes = Array("event: beat\ndata: {}\n\n".utf8)
            }
            guard await connection.write(bytes) else {
                if connection.isCut {
                    note(connection.address, "dropped: does not read its events")
                }
                return
            }
            lastNanoseconds = now
        }
    }

    func note(_ address: String, _ sentence: String) {
        refusals.note("\(address): \(sentence)", now: MonotonicClock.nowNanoseconds)
    }
}
