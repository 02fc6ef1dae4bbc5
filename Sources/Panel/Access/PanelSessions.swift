internal import Digests
internal import Passwords
internal import Synchronization

/// Who is logged in; lives in memory only, so that a restart ends all sessions.
///
/// May be used from any thread. Tokens are kept as digests.
final class PanelSessions: Sendable {
    /// One login.
    struct Session: Sendable, Equatable {
        let person: PanelPerson
        /// The hash of the user's password, so that a change ends the session.
        let password: PasswordHash
        /// What every changing request must carry in `X-CSRF-Token`.
        let proof: String
        let beginNanoseconds: Int64
        var seenNanoseconds: Int64
    }

    /// Sessions at a time; the one seen longest ago goes first.
    static let countMax = 256
    /// A shift, in nanoseconds: no session outlasts it.
    ///
    /// But for a viewer's, which can change nothing.
    static let shiftNanoseconds: Int64 = 12 * 3_600 * 1_000_000_000

    private let idleNanoseconds: Int64
    private let sessions = Mutex<[String: Session]>([:])

    init(idleSeconds: Int) { idleNanoseconds = Int64(idleSeconds) * 1_000_000_000 }

    /// Begins a session.
    ///
    /// - Returns: the token for the cookie, and the session.
    func begin(
        _ person: PanelPerson,
        password: PasswordHash,
        now: Int64
    ) -> (token: String, session: Session) {
        let token = RandomToken.make()
        let session = Session(
            person: person,
            password: password,
            proof: RandomToken.make(),
            beginNanoseconds: now,
            seenNanoseconds: now
        )
        sessions.withLock { sessions in
            if sessions.count >= Self.countMax,
                let oldest = sessions.min(by: {
                    $0.value.seenNanoseconds < $1.value.seenNanoseconds
                })
            {
                sessions[oldest.key] = nil
            }
            sessions[Self.key(token)] = session
        }
        return (token, session)
    }

    /// The session of `token`; `touches` makes it last on.
    func session(_ token: String, now: Int64, touches: Bool) -> Session? {
        let key = Self.key(token)
        return sessions.withLock { sessions in
            guard var session = sessions[key] else { return nil }
            guard isAlive(session, now: now) else {
                sessions[key] = nil
                return nil
            }
            if touches {
                session.seenNanoseconds = now
                sessions[key] = session
            }
            return session
        }
    }

    /// Ends the session of `token`.
    func end(_ token: String) -> Session? {
        sessions.withLock { $0.removeValue(forKey: Self.key(token)) }
    }

    /// Ends the sessions of users who are gone or changed, and those that are over.
    func keep(_ users: [PanelUsers.User], now: Int64) {
        sessions.withLock { sessions in
            sessions = sessions.filter { _, session in
                isAlive(session, now: now)
                    && users.contains {
                        $0.name == session.person.name && $0.role == session.person.role
                            && $0.password == session.password
                    }
            }
        }
    }

    private func isAlive(_ session: Session, now: Int64) -> Bool {
        now - session.seenNanoseconds < idleNanoseconds
            && (session.person.role == .viewer
                || now - session.beginNanoseconds < Self.shiftNanoseconds)
    }

    private static func key(_ token: String) -> String {
        SHA256Digest(of: Array(token.utf8)).description
    }
}
