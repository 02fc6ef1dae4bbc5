import Foundation
import Linux
import Logging
import Synchronization

@testable import Panel

/// A panel that listens on a free port, with a user of every role.
final class TestPanel {
    let server: PanelServer
    let port: UInt16
    let host: FakeHost
    let users: PanelUsers
    let log: TestLog
    let folder: URL

    static let password = "correct horse"

    /// Hashes are slow on purpose: every panel gets a copy of one file.
    private static let usersFile: Result<[UInt8], any Error> = Result {
        let folder = try makeFolder()
        let users = PanelUsers(path: folder.appending(path: "users.json").path())
        for role in PanelRole.allCases {
            try users.add(name: role.rawValue, role: role, password: password)
        }
        return Array(try Data(contentsOf: URL(filePath: users.path)))
    }

    init(
        limits: PanelLimits = PanelLimits(),
        idleSeconds: Int = 900,
        withUsers: Bool = true,
        isBehindProxy: Bool = false,
        port: UInt16 = 0,
        host: FakeHost = FakeHost()
    ) throws {
        folder = try Self.makeFolder()
        self.host = host
        log = TestLog()
        let path = folder.appending(path: "users.json").path()
        if withUsers { try AtomicFile.replace(path, with: Self.usersFile.get(), mode: 0o600) }
        users = PanelUsers(path: path)
        let settings = PanelSettings(
            port: port,
            usersFile: path,
            isBehindProxy: isBehindProxy,
            idleSeconds: idleSeconds
        )
        let log = log
        server = try PanelServer(
            settings: settings,
            host: host,
            logger: Logger(label: "panel") { _ in log },
            limits: limits
        )
        self.port = try server.start()
    }

    deinit {
        let server = server
        Task { await server.stop() }
        try? FileManager.default.removeItem(at: folder)
    }

    private static func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "panel-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }

        /// Reads one answer that ended with its connection.
        init?(_ bytes: [UInt8]) {
            guard
                let end = bytes.indices.dropLast(3).first(where: {
                    bytes[$0...].starts(with: [0x0d, 0x0a, 0x0d, 0x0a])
                })
            else { return nil }
            let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
            guard let status = Int(lines.first?.split(separator: " ").dropFirst().first ?? "")
            else {
                return nil
            }
            self.status = status
            headers = Dictionary(
                lines.dropFirst().map { line in
                    let pair = line.split(separator: ":", maxSplits: 1)
                    return (pair[0].lowercased(), String(pair.last ?? "").dropFirst().description)
                },
                uniquingKeysWith: { $0 + "\n" + $1 }
            )
            body = Array(bytes[(end + 4)...])
        }
    }

    /// A login's cookie and proof.
    struct Pass {
        var cookie = ""
        var proof = ""
    }

    func ask(
        _ method: String,
        _ path: String,
        pass: Pass? = nil,
        body: String? = nil,
        headers: [String: String] = [:]
    ) throws -> Answer {
        let socket = try RawSocket(port: port)
        var headers = headers
        if let pass {
            if headers["Cookie"] == nil { headers["Cookie"] = pass.cookie }
            if headers["X-CSRF-Token"] == nil, method == "POST" {
                headers["X-CSRF-Token"] = pass.proof
            }
        }
        if headers["Content-Type"] == nil, body != nil {
            headers["Content-Type"] = "application/json"
        }
        if method == "POST" { headers["Content-Length"] = "\(body?.utf8.count ?? 0)" }
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers where !value.isEmpty { text += "\(name): \(value)\r\n" }
        socket.send(text + "\r\n" + (body ?? ""))
        guard let answer = Answer(socket.readAll()) else { throw RawSocket.Failure(code: -1) }
        return answer
    }

    func login(_ name: String, password: String = TestPanel.password) throws -> Answer {
        let body = #"{"name":"\#(name)","password":"\#(password)"}"#
        return try ask("POST", "/api/v1/login", body: body)
    }

    func pass(_ role: PanelRole) throws -> Pass {
        let answer = try login(role.rawValue)
        let cookie = answer.headers["set-cookie"]?.split(separator: ";").first ?? ""
        return Pass(cookie: String(cookie), proof: answer.json["csrf"] as? String ?? "")
    }
}

/// Keeps what was logged.
final class TestLog: LogHandler {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock(\.self) }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.level) \(event.message)") }
    }
}
