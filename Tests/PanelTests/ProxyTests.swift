import Foundation
import Testing

@testable import Panel

/// The nginx example in front of a real panel, with TLS.
@Suite(
    .enabled(if: Proxy.program != nil && Proxy.openssl != nil, "nginx or openssl is not installed")
)
struct ProxyTests {
    @Test func `the example passes nginx's own check and serves pages and events by TLS`() throws {
        let panel = try TestPanel(isBehindProxy: true)
        panel.host.run(20)
        let proxy = try Proxy(to: panel.port)
        #expect(try proxy.run(["-t"]) == 0, "\(proxy.complaints)")
        try proxy.start()
        let page = try proxy.curl(["/"])
        #expect(page.contains("HTTP/2 200"))
        #expect(page.lowercased().contains("strict-transport-security: max-age=31536000"))
        #expect(page.contains("<title>blisterd</title>"))
        let login = try proxy.curl([
            "/api/v1/login", "-H", "Content-Type: application/json", "-H",
            "Origin: https://127.0.0.1:\(proxy.port)", "-d",
            #"{"name":"viewer","password":"\#(TestPanel.password)"}"#,
        ])
        #expect(login.contains("HTTP/2 200"), "\(login)")
        #expect(login.contains("; Secure"))
        let token = try #require(login.firstMatch(of: /blisterd_session=([0-9a-f]{64})/)?.1)
        let events = try proxy.curl([
            "/api/events", "-N", "--max-time", "2", "-H", "Cookie: blisterd_session=\(token)",
        ])
        #expect(events.contains(#""total":20"#))
        #expect(try proxy.curl(["/metrics"]).contains("blisterd_blisters_total 20"))
        let foreign = try proxy.curl([
            "/api/v1/logout", "-X", "POST", "-H", "Origin: https://evil.example", "-H",
            "Cookie: blisterd_session=\(token)",
        ])
        #expect(foreign.contains("HTTP/2 403"))
    }
}

/// nginx with the shipped example, its names and ports made this machine's.
final class Proxy {
    static let program = ["/usr/sbin/nginx", "/usr/bin/nginx"].first(where: isProgram)
    static let openssl = ["/usr/bin/openssl"].first(where: isProgram)

    let port: UInt16
    private(set) var complaints = ""
    private let folder: URL
    private var server: Process?

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    init(to panel: UInt16) throws {
        port = UInt16.random(in: 20_000...29_000)
        folder = FileManager.default.temporaryDirectory.appending(
            path: "proxy-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let root = folder.path()
        let places = [
            URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../systemd/nginx.conf").standardized,
            URL(filePath: "systemd/nginx.conf"),
        ]
        let text = places.lazy.compactMap { try? String(contentsOf: $0, encoding: .utf8) }.first
        var example = try #require(text)
        for (old, new) in [
            ("listen 80;", "listen 127.0.0.1:\(port + 1);"),
            ("listen 443 ssl", "listen 127.0.0.1:\(port) ssl"),
            ("/etc/ssl/blisterd/", root), ("127.0.0.1:8480", "127.0.0.1:\(panel)"),
        ] {
            #expect(example.contains(old), "the example has no \(old)")
            example = example.replacing(old, with: new)
        }
        let whole = """
            daemon off; pid \(root)pid; error_log \(root)error.log; worker_processes 1;
            events {}
            http {
            access_log off;
            client_body_temp_path \(root)body; proxy_temp_path \(root)proxy;
            fastcgi_temp_path \(root)fastcgi; uwsgi_temp_path \(root)uwsgi; scgi_temp_path \(root)scgi;
            \(example)
            }
            """
        try whole.write(to: folder.appending(path: "nginx.conf"), atomically: true, encoding: .utf8)
        let made = try Self.run(
            Self.openssl ?? "",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                "/CN=127.0.0.1",
                "-keyout", "\(root)panel.key", "-out", "\(root)panel.crt",
            ]
        )
        #expect(made.status == 0)
    }

    deinit {
        server?.terminate()
        server?.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private var arguments: [String] { ["-c", folder.appending(path: "nginx.conf").path()] }

    func run(_ more: [String]) throws -> Int32 {
        let (status, output) = try Self.run(Self.program ?? "", arguments + more)
        complaints = output
        return status
    }

    func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.program ?? "")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        server = process
        for _ in 0..<100 {
            if (try? RawSocket(port: port)) != nil { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw RawSocket.Failure(code: -1)
    }

    /// Head and body of a page, by curl.
    func curl(_ arguments: [String]) throws -> String {
        let page = "https://127.0.0.1:\(port)\(arguments[0])"
        return try Self.run("/usr/bin/curl", ["-ksi", "--http2", page] + arguments.dropFirst())
            .output
    }

    private static func run(
        _ program: String,
        _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
