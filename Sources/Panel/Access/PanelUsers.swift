internal import Foundation
internal import Linux
public import Passwords

/// The file of the panel's users: JSON, mode 0600, whole at every moment.
///
/// May be used from any thread and from several programs at once; changes take effect on the running
/// panel within a second.
public struct PanelUsers: Sendable {
    /// One user.
    public struct User: Sendable, Equatable {
        /// Letters, digits, `.`, `_`, `-`.
        public let name: String
        /// What the user may do.
        public let role: PanelRole
        /// The password as it is kept.
        public let password: PasswordHash
    }

    /// Fewest characters of a password.
    public static let passwordCountMin = 8
    /// Most users.
    public static let countMax = 256

    private struct Entry: Codable {
        var name: String
        var role: String
        var password: String
    }

    private struct File: Codable {
        var users: [Entry]
    }

    let path: String

    /// Takes the file at `path`, which need not be there.
    public init(path: String) { self.path = path }

    /// Whether the file is there.
    public var exists: Bool { (try? FileFacts(path: path)) != nil }

    /// Reads the users; none where the file is not there.
    ///
    /// - Returns: them in the order of the file.
    /// - Throws: where the file is not what this type writes, or others may read it.
    public func all() throws(PanelError) -> [User] {
        guard exists else { return [] }
        let permissions: UInt32
        do { permissions = try FileFacts.permissions(path: path) } catch { throw .system(error) }
        guard permissions & 0o077 == 0 else {
            throw wrong("others may read it", cure: "chmod 600 it and change the passwords")
        }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw wrong("cannot be read", cure: "give it to the user that runs blisterd")
        }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw wrong("cannot be read as users", cure: "move it away and add the users again")
        }
        var users: [User] = []
        for (index, entry) in file.users.enumerated() {
            guard Self.isName(entry.name), let role = PanelRole(rawValue: entry.role),
                let password = PasswordHash(text: entry.password),
                !users.contains(where: { $0.name == entry.name })
            else {
                throw wrong(
                    "users[\(index)] has a name, role or password that cannot be",
                    cure: "remove the entry and add the user again"
                )
            }
            users.append(User(name: entry.name, role: role, password: password))
        }
        return users
    }

    /// Adds a user, or gives one another role and password.
    ///
    /// - Parameters:
    ///   - name: letters, digits, `.`, `_`, `-`; at most 64.
    ///   - role: what the user may do.
    ///   - password: 8 characters or more, 1,024 bytes or less.
    /// - Throws: what is not taken, and what the system refused; the file is then as before.
    public func add(
        name: String,
        role: PanelRole,
        password: String
    ) throws(PanelError) {
        guard Self.isName(name) else {
            throw .refused(
                reason: "the name '\(name)' is not taken",
                cure: "use up to 64 letters, digits, '.', '_' and '-'"
            )
        }
        guard password.count >= Self.passwordCountMin,
            password.utf8.count <= PasswordHash.passwordByteCountMax
        else {
            throw .refused(
                reason: "the password is too short or too long",
                cure: "use \(Self.passwordCountMin) characters or more"
            )
        }
        guard let hash = PasswordHash(of: password) else {
            throw .refused(reason: "no 64 MiB of memory are free", cure: "try again later")
        }
        try change { users throws(PanelError) in
            users.removeAll { $0.name == name }
            guard users.count < Self.countMax else {
                throw .refused(
                    reason: "there are \(Self.countMax) users already",
                    cure: "remove those who are gone"
                )
            }
            users.append(User(name: name, role: role, password: hash))
        }
    }

    /// Removes a user, whose sessions end within a second.
    ///
    /// - Parameter name: of the user.
    /// - Throws: where there is none, and what the system refused.
    public func remove(name: String) throws(PanelError) {
        try change { users throws(PanelError) in
            let count = users.count
            users.removeAll { $0.name == name }
            guard users.count < count else {
                throw .refused(
                    reason: "there is no user '\(name)'",
                    cure: "see who there is with blisterctl user list"
                )
            }
        }
    }

    private func change(
        _ body: (inout [User]) throws(PanelError) -> Void
    ) throws(PanelError) {
        let lock: FileLock
        do {
            lock = try FileLock(path: path + ".lock")
            try FileOwner.followFolder(path + ".lock")
        } catch {
            throw .system(error)
        }
        defer { lock.release() }
        var users = try all()
        try body(&users)
        let file = File(
            users: users.map {
                Entry(name: $0.name, role: $0.role.rawValue, password: $0.password.text)
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(file) else { return }
        do {
            try AtomicFile.replace(
                path,
                with: Array(data) + [0x0a],
                mode: 0o600,
                followsFolder: true
            )
        } catch {
            throw .system(error)
        }
    }

    private func wrong(_ reason: String, cure: String) -> PanelError {
        .users(path: path, reason: reason, cure: cure)
    }

    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
                default: false
                }
            }
    }
}
