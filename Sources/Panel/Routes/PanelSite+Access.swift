internal import Linux
internal import Logging
internal import Passwords

/// Coming and going.
extension PanelSite {
    private struct Welcome: Encodable {
        let name: String
        let role: PanelRole
        let rights: [String]
        let csrf: String

        init(_ session: PanelSessions.Session) {
            name = session.person.name
            role = session.person.role
            rights = session.person.role.rights.map(\.rawValue).sorted()
            csrf = session.proof
        }
    }

    func login(_ call: PanelCall) async throws -> PanelResponse {
        let fields = try PanelJSON.fields(call.request.body, required: ["name", "password"])
        let name = try fields.text("name", countMax: 64) ?? ""
        let password = try fields.text("password", countMax: 256) ?? ""
        guard users.exists else {
            throw PanelRefusal(401, "Nobody can log in yet: add a user with blisterctl user add.")
        }
        let address = call.request.address
        let now = MonotonicClock.nowNanoseconds
        let (wait, locked) = guesses.begin(user: name, address: address, now: now)
        guard wait == 0 else {
            throw PanelRefusal(
                429,
                "Too many wrong tries; wait \(wait) seconds.",
                header: PanelRefusal.Header(name: "Retry-After", value: "\(wait)")
            )
        }
        let users = users
        let found = try await threads.passwords.run { () -> Result<PanelUsers.User?, PanelError> in
            let all: [PanelUsers.User]
            do throws(PanelError) { all = try users.all() } catch { return .failure(error) }
            let user = all.first { $0.name == name }
            // An unknown name takes as long as a wrong password.
            let hash = user?.password ?? Self.nobody
            return .success(hash?.matches(password) == true ? user : nil)
        }
        let user: PanelUsers.User?
        switch found {
        case .success(let one): user = one
        case .failure(let error):
            logger.error("panel: \(error)")
            throw PanelRefusal(503, "The file of users cannot be read; the log says why.")
        }
        guard let user else {
            await record(.loginRefused(name: name, address: address))
            for lock in locked {
                logger.warning("panel: \(lock.subject) waits \(lock.seconds) s after wrong logins")
                await record(.lockedOut(subject: "\(lock.subject)", seconds: lock.seconds))
            }
            throw PanelRefusal(401, "The name or the password is wrong.")
        }
        guesses.succeed(user: name, address: address)
        let person = PanelPerson(name: user.name, role: user.role)
        let (token, session) = sessions.begin(person, password: user.password, now: now)
        await record(.login(person, address: address))
        logger.info("panel: \(person.name) (\(person.role.rawValue)) logged in from \(address)")
        var response = PanelResponse.json(PanelJSON.bytes(Welcome(session)))
        response.headers.append(("Set-Cookie", cookie(token)))
        return response
    }

    func logout(_ call: PanelCall) async throws -> PanelResponse {
        if let session = sessions.end(call.token) { await record(.logout(session.person)) }
        var response = PanelResponse.json(
            PanelJSON.bytes(PanelReply(done: true, message: "Logged out."))
        )
        response.headers.append(("Set-Cookie", cookie("") + "; Max-Age=0"))
        return response
    }

    /// Open to all, so that a page can ask without being refused.
    func session(_ call: PanelCall) -> PanelResponse {
        struct Answer: Encodable {
            let session: Welcome?
            let canLogIn: Bool
        }
        let answer = Answer(session: call.session.map(Welcome.init), canLogIn: users.exists)
        return .json(PanelJSON.bytes(answer))
    }

    func events(_ call: PanelCall) throws -> PanelResponse {
        guard feed.listenerCount < feed.listenerCountMax else {
            throw PanelRefusal(503, "Too many pages are open; close some.")
        }
        return PanelResponse(
            status: 200,
            headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")],
            body: .events(token: call.token)
        )
    }

    private func cookie(_ token: String) -> String {
        "\(Self.cookieName)=\(token); Path=/; HttpOnly; SameSite=Strict"
            + (settings.isBehindProxy ? "; Secure" : "")
    }

    func record(_ event: PanelEvent) async {
        let host = host
        do {
            try await threads.work.run { host.record(event) }
        } catch {
            logger.error("panel: not recorded, for too much waits: \(event)")
        }
    }

    /// What the password of an unknown name is held against.
    private static let nobody = PasswordHash(of: RandomToken.make())
}
