import Foundation
import Linux
import Passwords
import Testing

@testable import Panel

/// The file of users, passwords and waits.
struct UsersTests {
    private func withUsers(_ body: (PanelUsers) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "users-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(PanelUsers(path: folder.appending(path: "users.json").path()))
    }

    @Test func `users are kept as hashes that only their owner reads`() throws {
        try withUsers { users in
            #expect(try users.all().isEmpty && !users.exists)
            try users.add(name: "anna", role: .operator, password: "a long secret")
            try users.add(name: "bob", role: .qa, password: "a long secret")
            try users.add(name: "anna", role: .maintenance, password: "another secret")
            let all = try users.all()
            #expect(all.map(\.name) == ["bob", "anna"])
            #expect(all.map(\.role) == [.qa, .maintenance])
            #expect(all[1].password.matches("another secret"))
            #expect(!all[1].password.matches("a long secret"))
            #expect(try FileFacts.permissions(path: users.path) == 0o600)
            let text = try String(contentsOfFile: users.path, encoding: .utf8)
            #expect(!text.contains("secret") && text.contains("$argon2id$v=19$m=65536,t=3,p=1$"))
            try users.remove(name: "bob")
            #expect(try users.all().map(\.name) == ["anna"])
            #expect(throws: PanelError.self) { try users.remove(name: "bob") }
        }
    }

    @Test(.enabled(if: FileFacts.currentUserName == "root", "only root can give files away"))
    func `what root writes belongs to the owner of the folder`() throws {
        try withUsers { users in
            let folder = URL(filePath: users.path).deletingLastPathComponent().path()
            try FileManager.default.setAttributes(
                [.ownerAccountID: 65_534, .groupOwnerAccountID: 65_534],
                ofItemAtPath: folder
            )
            try users.add(name: "anna", role: .viewer, password: "long enough")
            #expect(try FileFacts(path: users.path).owner == 65_534)
            #expect(try FileFacts(path: users.path + ".lock").owner == 65_534)
            #expect(try FileFacts.permissions(path: users.path) == 0o600)
        }
    }

    @Test(arguments: ["", "a b", "ä", "../x", String(repeating: "a", count: 65)])
    func `a name that cannot be is refused`(name: String) throws {
        try withUsers { users in
            #expect(throws: PanelError.self) {
                try users.add(name: name, role: .viewer, password: "long enough")
            }
            #expect(!users.exists)
        }
    }

    @Test func `a password too short is refused with the cure`() throws {
        try withUsers { users in
            let error = #expect(throws: PanelError.self) {
                try users.add(name: "anna", role: .viewer, password: "short")
            }
            #expect(error?.description.contains("8 characters or more") == true)
        }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"users":[{"name":"a","role":"king","password":"x"}]}"#,
        #"{"users":[{"name":"a","role":"viewer","password":"plain"}]}"#,
        #"{"users":[{"name":"../a","role":"viewer","password":"$argon2id$v=19$x"}]}"#,
    ])
    func `a file that is not of users is refused in one line`(text: String) throws {
        try withUsers { users in
            try AtomicFile.replace(users.path, with: Array(text.utf8), mode: 0o600)
            let error = #expect(throws: PanelError.self) { try users.all() }
            #expect(error?.description.hasPrefix(users.path) == true)
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test func `a file that others may read is refused`() throws {
        try withUsers { users in
            try users.add(name: "anna", role: .viewer, password: "long enough")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: users.path
            )
            let error = #expect(throws: PanelError.self) { try users.all() }
            #expect(error?.description.contains("others may read it") == true)
        }
    }

    @Test func `a wait doubles, has an end, and goes with the right password`() {
        let lock = GuessLock()
        let second: Int64 = 1_000_000_000
        var now: Int64 = 0
        var waits: [Int] = []
        for _ in 0..<12 {
            let (wait, locked) = lock.begin(user: "anna", address: "1.2.3.4", now: now)
            #expect(wait == 0)
            waits.append(locked.map(\.seconds).max() ?? 0)
            now += Int64(locked.map(\.seconds).max() ?? 0) * second
        }
        #expect(waits == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640])
        let (_, locked) = lock.begin(user: "anna", address: "1.2.3.4", now: now)
        #expect(locked.first { $0.subject == .user("anna") }?.seconds == GuessLock.userSecondsMax)
        #expect(locked.first { $0.subject == .address("1.2.3.4") }?.seconds == 900)
        // Another address is free once the user's short wait is over.
        now += Int64(GuessLock.userSecondsMax) * second
        #expect(lock.begin(user: "anna", address: "5.6.7.8", now: now).waitSeconds == 0)
        lock.succeed(user: "anna", address: "5.6.7.8")
        #expect(lock.begin(user: "anna", address: "5.6.7.8", now: now).locked.isEmpty)
        #expect(lock.begin(user: "bob", address: "1.2.3.4", now: now).waitSeconds > 0)
    }

    @Test func `the table of waits does not grow without end`() {
        let lock = GuessLock()
        for index in 0..<10_000 {
            _ = lock.begin(user: "u\(index)", address: "a\(index)", now: Int64(index))
        }
        #expect(lock.count <= GuessLock.countMax)
    }

    @Test func `tokens are 256 bits and never the same`() {
        let tokens = Set((0..<1_000).map { _ in RandomToken.make() })
        #expect(tokens.count == 1_000)
        #expect(tokens.allSatisfy { $0.count == 64 })
    }

    @Test func `no more sessions are kept than fit, and no session outlasts its shift`() {
        let sessions = PanelSessions(idleSeconds: 900)
        let hash = PasswordHash(text: "$argon2id$v=19$m=8,t=1,p=1$x$y")
        guard let hash else { return #expect(Bool(false)) }
        let person = PanelPerson(name: "anna", role: .operator)
        let (first, _) = sessions.begin(person, password: hash, now: 0)
        for _ in 0..<PanelSessions.countMax { _ = sessions.begin(person, password: hash, now: 1) }
        #expect(sessions.session(first, now: 2, touches: false) == nil)
        let (token, _) = sessions.begin(person, password: hash, now: 0)
        let step: Int64 = 600_000_000_000
        var now: Int64 = 0
        while sessions.session(token, now: now, touches: true) != nil, now < 1 << 60 { now += step }
        #expect(
            now >= PanelSessions.shiftNanoseconds && now < PanelSessions.shiftNanoseconds + step
        )
    }
}
