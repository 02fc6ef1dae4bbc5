import Foundation
import Testing

@testable import Panel

/// What no client would send, and too much of it.
struct AbuseTests {
    private func status(_ text: String, to panel: TestPanel) throws -> Int? {
        let socket = try RawSocket(port: panel.port)
        socket.send(text)
        return TestPanel.Answer(socket.readAll())?.status
    }

    @Test(arguments: [
        ("GARBAGE\r\n\r\n", 400),
        ("GET /\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505),
        ("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("G<T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\nEvil: y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\u{0}\r\n\r\n", 400),
        ("POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", 400),
        (
            "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400
        ),
        (
            "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            411
        ),
        ("POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n", 413),
        ("DELETE /api/v1/state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
        ("GET /a?q=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ])
    func `a malformed request is refused in one sentence`(text: String, expected: Int) throws {
        let panel = try TestPanel()
        let socket = try RawSocket(port: panel.port)
        socket.send(text)
        let answer = try #require(TestPanel.Answer(socket.readAll()))
        #expect(answer.status == expected, "\(answer.text)")
        #expect(answer.json["error"] as? String != nil)
        #expect(panel.log.lines.contains { $0.contains("\(expected)") })
        #expect(try panel.ask("GET", "/healthz").status == 200)
    }

    @Test(arguments: [
        "/assets/../../../etc/passwd", "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/%2e%2e/x",
        "/assets/..\\..\\x", "//etc/passwd", "/assets/%00", "/assets/./panel.js", "/%2e%2e/%2e%2e",
        "/api/v1/blisters/..%2f..%2fusers.json/picture", "/assets/%252e%252e%252fpasswd",
        "/assets/users.json", "/assets/.hidden",
    ])
    func `no path leads out of the panel`(path: String) throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.viewer)
        let text =
            "GET \(path) HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\nConnection: close\r\n\r\n"
        let status = try status(text, to: panel)
        #expect(status == 400 || status == 404, "\(status ?? 0)")
    }

    @Test(arguments: [
        "../users.json", ".hidden", "a b", "a;b", "ä", String(repeating: "a", count: 129),
    ])
    func `a name that could lead elsewhere never reaches the station`(name: String) throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.maintenance)
        let part = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = try panel.ask("POST", "/api/v1/models/\(part)/install", pass: pass)
        #expect(answer.status == 400)
        let actions = panel.host.look { $0.actions }
        #expect(actions.isEmpty)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{\"product\":1,\"lot\":\"a\"}", "{\"product\":\"p\"}",
        "{\"product\":\"p\",\"lot\":\"\"}", "{\"product\":\"p\",\"lot\":\"l\",\"x\":true}",
        "{\"product\":\"p\",\"lot\":\"a\\nb\"}", "{\"product\":{\"a\":[]},\"lot\":\"l\"}",
        "{\"product\":\"p\",\"lot\":\"l\",\"force\":\"yes\"}",
        String(repeating: "[", count: 100_000),
    ])
    func `a body that is none is refused in one sentence`(body: String) throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        let answer = try panel.ask("POST", "/api/v1/batch/start", pass: pass, body: body)
        #expect(answer.status == 400)
        #expect(answer.json["error"] as? String != nil)
        let actions = panel.host.look { $0.actions }
        #expect(actions.isEmpty)
    }

    @Test func `headers without end are cut off`() throws {
        let panel = try TestPanel()
        let socket = try RawSocket(port: panel.port)
        socket.send("GET / HTTP/1.1\r\nHost: x\r\nX: ")
        for _ in 0..<64 where !socket.send([UInt8](repeating: 0x61, count: 65_536)) { break }
        let answer = TestPanel.Answer(socket.readAll())
        #expect(answer == nil || answer?.status == 431)
        #expect(panel.log.lines.contains { $0.contains("431") })
        let many = (0..<100).map { "H\($0): x\r\n" }.joined()
        #expect(try status("GET / HTTP/1.1\r\nHost: x\r\n\(many)\r\n", to: panel) == 431)
    }

    @Test func `an upload of 100 MB is refused before it is read`() throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        let socket = try RawSocket(port: panel.port)
        socket.send(
            "POST /api/v1/batch/start HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n"
                + "Content-Length: 104857600\r\n\r\n"
        )
        var sent = 0
        let block = [UInt8](repeating: 0x78, count: 1 << 20)
        while sent < 100, socket.send(block) { sent += 1 }
        #expect(sent < 100)
        #expect(panel.log.lines.contains { $0.contains("413") })
        #expect(try panel.ask("GET", "/api/v1/state", pass: pass).status == 200)
    }

    @Test func `bodies that come in at once take no more memory than allowed`() throws {
        let panel = try TestPanel()
        let head = "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n"
        var sockets: [RawSocket] = []
        for _ in 0..<16 {
            let socket = try RawSocket(port: panel.port)
            socket.send(head + "Expect: nothing")
            sockets.append(socket)
        }
        var status: Int?
        for _ in 0..<50 where status != 503 {
            let socket = try RawSocket(port: panel.port)
            socket.wait(seconds: 1)
            socket.send(head)
            let bytes = socket.readAll()
            status = TestPanel.Answer(bytes)?.status
            if bytes.isEmpty { sockets.append(socket) }
        }
        #expect(status == 503)
        sockets = []
        var login = 0
        for _ in 0..<50 where login != 200 { login = try panel.login("viewer").status }
        #expect(login == 200)
    }

    @Test func `a slow client is cut off`() async throws {
        var limits = PanelLimits()
        limits.requestSeconds = 0.5
        limits.keepAliveSeconds = 0.5
        let panel = try TestPanel(limits: limits)
        let silent = try RawSocket(port: panel.port)
        let slow = try RawSocket(port: panel.port)
        let half = try RawSocket(port: panel.port)
        half.send("POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        for sign in "GET / HTTP/1.1\r\nHost: x\r\nX: " {
            guard slow.send(String(sign)) else { break }
            try await Task.sleep(for: .milliseconds(60))
        }
        #expect(silent.ends())
        #expect(slow.ends())
        #expect(half.ends())
        #expect(try panel.ask("GET", "/healthz").status == 200)
    }

    @Test func `a page that does not read its events is dropped`() async throws {
        var limits = PanelLimits()
        limits.writeSeconds = 0.5
        limits.updateSeconds = 0.005
        let panel = try TestPanel(limits: limits)
        let pass = try panel.pass(.viewer)
        let socket = try RawSocket(port: panel.port, receiveByteCount: 4_096)
        socket.send("GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n\r\n")
        var isDropped = false
        for _ in 0..<3_000 where !isDropped {
            panel.host.step()
            try await Task.sleep(for: .milliseconds(10))
            isDropped = panel.log.lines.contains { $0.contains("does not read") }
        }
        #expect(isDropped)
        #expect(try panel.ask("GET", "/healthz").status == 200)
    }

    @Test func `1,000 connections leave the panel alive and the open pages told`() async throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.viewer)
        let stream = try RawSocket(port: panel.port)
        stream.send("GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n\r\n")
        let seen = try #require(stream.read(until: "event: trends"))
        #expect(seen.contains("event: state"))
        var sockets: [RawSocket] = []
        for index in 0..<1_000 {
            guard let socket = try? RawSocket(port: panel.port) else { continue }
            if index % 2 == 0 { socket.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") }
            sockets.append(socket)
        }
        #expect(sockets.count > 900)
        panel.host.run(77)
        #expect(stream.read(until: #""total":77"#) != nil)
        // The crowd is idle: after a second it gives way to whoever asks.
        var status = 0
        for _ in 0..<100 where status != 200 {
            try await Task.sleep(for: .milliseconds(100))
            status = (try? panel.ask("GET", "/api/v1/state", pass: pass).status) ?? 0
        }
        #expect(status == 200)
        #expect(panel.log.lines.contains { $0.contains("connection refused: 256 are open") })
        #expect(panel.log.lines.count < 100)
        let text = try panel.ask("GET", "/metrics").text
        let open = try #require(text.firstMatch(of: /panel_connections (\d+)/)?.1)
        #expect(Int(open) ?? 999 <= 256)
        sockets = []
    }

    @Test func `bytes from a seed never crash the reader`() throws {
        var random: UInt64 = 20_260_304
        print("seed \(random)")
        let good = Array(
            "GET /api/v1/state?a=b HTTP/1.1\r\nHost: x\r\nCookie: a=b; c=d\r\nX: y".utf8
        )
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int(FakeHost.next(&random) % 4) {
                let index = Int(FakeHost.next(&random) % UInt64(bytes.count))
                switch FakeHost.next(&random) % 3 {
                case 0: bytes[index] = UInt8(truncatingIfNeeded: FakeHost.next(&random))
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8(truncatingIfNeeded: FakeHost.next(&random)), at: index)
                }
            }
            if (try? RequestHead(bytes, limits: PanelLimits())) != nil { accepted += 1 }
        }
        #expect(accepted > 1_000 && accepted < 20_000)
    }
}
