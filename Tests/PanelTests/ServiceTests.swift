import Foundation
import Testing

@testable import Panel

/// Pages, figures, events, and that what is written of them is true.
struct ServiceTests {
    static let assets: URL = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Panel/Assets").standardized

    static func asset(_ name: String) throws -> String {
        let places = [assets, URL(filePath: "Sources/Panel/Assets")]
        for place in places {
            if let text = try? String(contentsOf: place.appending(path: name), encoding: .utf8) {
                return text
            }
        }
        throw RawSocket.Failure(code: ENOENT)
    }

    static func words(_ language: String) throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data(asset("\(language).json").utf8))
    }

    @Test func `every answer forbids what is not the panel's own`() throws {
        let panel = try TestPanel()
        for path in ["/", "/assets/panel.js", "/healthz", "/api/v1/state", "/nowhere"] {
            let headers = try panel.ask("GET", path).headers
            #expect(
                headers["content-security-policy"]
                    == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; "
                    + "frame-ancestors 'none'",
                "\(path)"
            )
            #expect(headers["x-content-type-options"] == "nosniff")
            #expect(headers["referrer-policy"] == "no-referrer")
        }
        for name in ["index.html", "panel.css", "panel.js", "line.js", "records.js", "server.js"] {
            let text = try Self.asset(name)
            #expect(!text.contains("http://") && !text.contains("https://"), "\(name)")
            #expect(!text.contains("style=\"") && !text.contains("onclick=\""), "\(name)")
        }
    }

    @Test func `a page that has not changed is not sent again`() throws {
        let panel = try TestPanel()
        let first = try panel.ask("GET", "/assets/panel.css")
        let tag = first.headers["etag"] ?? ""
        #expect(first.status == 200 && !first.body.isEmpty && !tag.isEmpty)
        let again = try panel.ask("GET", "/assets/panel.css", headers: ["If-None-Match": tag])
        #expect(again.status == 304 && again.body.isEmpty)
        let head = try panel.ask("HEAD", "/assets/panel.css")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == "\(first.body.count)")
    }

    @Test func `the pages are found where they are installed and in a checkout`() throws {
        let installed = AssetFolder.places(program: URL(filePath: "/usr/local/bin/blisterd"))
        #expect(installed.map { $0.path() }.contains("/usr/local/share/blisterd/panel"))
        let program = URL(filePath: "/src/.build/x86_64-unknown-linux-gnu/release/blisterd")
        let built = AssetFolder.places(program: program)
        #expect(built.map { $0.path() }.contains("/src/Sources/Panel/Assets"))
        let error = #expect(throws: PanelError.self) { try AssetFolder(folder: "/nowhere") }
        #expect(error?.description.contains("install the product") == true)
    }

    @Test func `health follows the station`() throws {
        let panel = try TestPanel()
        #expect(try panel.ask("GET", "/healthz").status == 200)
        panel.host.look { $0.isReady = false }
        let answer = try panel.ask("GET", "/healthz")
        #expect(answer.status == 503)
        #expect(answer.json["is_ready"] as? Bool == false)
    }

    @Test func `metrics are what Prometheus reads`() throws {
        let panel = try TestPanel()
        panel.host.run(500)
        let answer = try panel.ask("GET", "/metrics")
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let name = #"[a-zA-Z_:][a-zA-Z0-9_:]*"#
        let sample = try Regex(
            "^\(name)(\\{\(name)=\"([^\"\\\\]|\\\\.)*\"(,\(name)=\"([^\"\\\\]|\\\\.)*\")*\\})? "
                + "([-+]?[0-9.e+-]+|NaN|[+-]Inf)$"
        )
        let comment = try Regex("^# (HELP \(name) .*|TYPE \(name) (counter|gauge))$")
        var typed: Set<Substring> = []
        for line in answer.text.split(separator: "\n") {
            let isComment = try comment.wholeMatch(in: line) != nil
            #expect(try isComment || sample.wholeMatch(in: line) != nil, "\(line)")
            if line.hasPrefix("# TYPE ") {
                #expect(typed.insert(line.split(separator: " ")[2]).inserted, "twice: \(line)")
            }
        }
        #expect(answer.text.contains("\nblisterd_blisters_total 500\n"))
        let hostile = PanelMetric(
            name: "a",
            help: "x\ny",
            kind: .gauge,
            labels: ["l": "a\"b\\c\nd"],
            value: .infinity
        )
        #expect(
            PanelSite.exposition([hostile])
                == "# HELP a x\\ny\n# TYPE a gauge\na{l=\"a\\\"b\\\\c\\nd\"} +Inf\n"
        )
    }

    @Test func `the OpenAPI document names every route and no other`() throws {
        let text = try Self.asset("openapi.json")
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(document?["openapi"] as? String == "3.1.0")
        let paths = document?["paths"] as? [String: [String: Any]] ?? [:]
        var written: Set<String> = []
        for (path, methods) in paths {
            for method in methods.keys { written.insert("\(method.uppercased()) \(path)") }
        }
        let served = PanelRoute.all.filter { $0.path != "/" && !$0.path.hasPrefix("/assets/") }
        #expect(written == Set(served.map { "\($0.method) \($0.path)" }))
        for route in served {
            let operation = paths[route.path]?[route.method.lowercased()] as? [String: Any]
            let isOpen = (operation?["security"] as? [Any])?.isEmpty ?? false
            #expect(isOpen == (route.access == nil), "\(route.path)")
            let answers = operation?["responses"] as? [String: Any] ?? [:]
            #expect(
                (answers["401"] != nil) == (route.access != nil || route.path.hasSuffix("login"))
            )
        }
    }

    @Test func `what is sent has the keys that the document requires`() throws {
        let panel = try TestPanel()
        panel.host.run(300)
        let pass = try panel.pass(.maintenance)
        let text = try Self.asset("openapi.json")
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let parts = document?["components"] as? [String: Any]
        let schemas = parts?["schemas"] as? [String: [String: Any]] ?? [:]
        let objects = [
            "state": "State", "blisters/last": "Blister", "rejects/last": "Blister",
            "session": "SessionAnswer", "evidence": "EvidencePage",
        ]
        for (path, name) in objects {
            let answer = try panel.ask("GET", "/api/v1/\(path)", pass: pass).json
            let required = schemas[name]?["required"] as? [String] ?? []
            let known = (schemas[name]?["properties"] as? [String: Any] ?? [:]).keys
            #expect(!required.isEmpty)
            #expect(Set(required).isSubset(of: answer.keys), "\(path)")
            #expect(Set(answer.keys).isSubset(of: known), "\(path)")
        }
        for (path, name) in ["trends": "Trend", "models": "Model", "audit": "AuditLine"] {
            let answer = try panel.ask("GET", "/api/v1/\(path)", pass: pass)
            let list = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]]
            let required = schemas[name]?["required"] as? [String] ?? []
            #expect(Set(required).isSubset(of: list?.first?.keys.map(\.self) ?? []), "\(path)")
        }
    }

    @Test func `every language has the same words and the pages use no others`() throws {
        let english = try Self.words("en")
        for language in ["de", "zh"] {
            let words = try Self.words(language)
            #expect(Set(words.keys) == Set(english.keys), "\(language)")
            for (key, text) in words {
                let holes = /\{[a-z0-9]+\}/
                let expected = Set(
                    (english[key] ?? "").matches(of: holes).map { String($0.output) }
                )
                #expect(
                    Set(text.matches(of: holes).map { String($0.output) }) == expected,
                    "\(key)"
                )
                #expect(!text.isEmpty, "\(language) \(key)")
            }
        }
        var used: Set<String> = []
        let page = try Self.asset("index.html")
        for match in page.matches(of: /data-i18n(?:-label)?="([^"]+)"/) {
            used.insert(String(match.1))
        }
        for name in ["panel.js", "line.js", "records.js", "drawing.js"] {
            let text = try Self.asset(name)
            for match in text.matches(of: #/\bt\('([^']+)'/#) { used.insert(String(match.1)) }
            for match in text.matches(of: #/\['([a-z]+\.[a-z]+)', /#) {
                used.insert(String(match.1))
            }
        }
        #expect(used.count > 60)
        #expect(used.subtracting(english.keys).isEmpty, "\(used.subtracting(english.keys))")
        // Keys put together at run time: t(`role.${…}`) and the like.
        let families = ["reason.", "role.", "severity.", "models.", "picture.", "map."]
        let unused = english.keys.filter { key in
            !used.contains(key) && !families.contains { key.hasPrefix($0) }
        }
        #expect(unused.isEmpty, "\(unused)")
        for role in PanelRole.allCases { #expect(english["role.\(role.rawValue)"] != nil) }
        for label in PanelLabel.allCases { #expect(english["reason.\(label.rawValue)"] != nil) }
    }

    @Test func `a stream tells the newest state and no more than four times a second`() async throws
    {
        var limits = PanelLimits()
        limits.streamSilenceSeconds = 0.5
        let panel = try TestPanel(limits: limits)
        panel.host.run(10)
        let pass = try panel.pass(.viewer)
        let socket = try RawSocket(port: panel.port)
        socket.send("GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n\r\n")
        let first = try #require(socket.read(until: #""total":10"#))
        #expect(first.contains("Content-Type: text/event-stream"))
        #expect(first.contains("event: state\ndata: {"))
        #expect(first.contains("event: blister\ndata: {"))
        #expect(first.contains(#""result":"""#))
        let begin = ContinuousClock.now
        for _ in 0..<2_000 {
            panel.host.step()
            try await Task.sleep(for: .microseconds(500))
        }
        let text = try #require(socket.read(until: #""total":2010"#))
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        let updates = text.matches(of: /event: state\n/).count
        #expect(updates >= 1 && Double(updates) <= seconds * 4 + 2, "\(updates) in \(seconds) s")
        #expect(socket.read(until: "event: beat\n") != nil)
        #expect(try panel.ask("GET", "/metrics").text.contains("blisterd_panel_event_streams 1"))
    }

    @Test func `ten open pages at 5,000 blisters a minute are all told the end`() async throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.viewer)
        let sockets = try (0..<10).map { _ in
            let socket = try RawSocket(port: panel.port)
            socket.send("GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n\r\n")
            return socket
        }
        let before = Self.panelProcessorTicks()
        let seconds = 3
        for _ in 0..<(seconds * 83) {
            panel.host.step()
            try await Task.sleep(for: .milliseconds(12))
        }
        let ticks = Self.panelProcessorTicks() - before
        // A figure, not a promise: the other tests run beside it.
        print("panel thread, 10 pages, ~\(seconds) s: \(ticks * 10) ms of processor time")
        for socket in sockets { #expect(socket.read(until: #""total":249"#) != nil) }
    }

    /// Processor time of the panel's thread, in hundredths of a second.
    private static func panelProcessorTicks() -> Int {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        for task in tasks {
            guard
                let text = try? String(
                    contentsOfFile: "/proc/self/task/\(task)/stat",
                    encoding: .utf8
                ),
                text.contains("(panel)")
            else { continue }
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
        }
        return 0
    }

    @Test func `a stream ends with its session`() throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        let socket = try RawSocket(port: panel.port)
        socket.send("GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n\r\n")
        #expect(socket.read(until: "event: state") != nil)
        _ = try panel.ask("POST", "/api/v1/logout", pass: pass)
        #expect(socket.read(until: "event: logout") != nil)
        #expect(socket.ends())
    }

    @Test func `idle sessions end, but a viewer's open page lasts`() async throws {
        // Long enough for two logins and two connections on a machine that does much else.
        let panel = try TestPanel(idleSeconds: 15)
        let operatorPass = try panel.pass(.operator)
        let viewerPass = try panel.pass(.viewer)
        let sockets = try [operatorPass, viewerPass].map { pass in
            let socket = try RawSocket(port: panel.port)
            socket.send("GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: \(pass.cookie)\r\n\r\n")
            return socket
        }
        // A page reads its events: one that does not is dropped, and counts no more.
        let page = sockets[1]
        Thread.detachNewThread { while !page.read().isEmpty {} }
        sockets[0].wait(seconds: 120)
        page.wait(seconds: 120)
        #expect(sockets[0].read(until: "event: logout") != nil)
        try await Task.sleep(for: .seconds(15))
        #expect(try panel.ask("GET", "/api/v1/state", pass: operatorPass).status == 401)
        #expect(try panel.ask("GET", "/api/v1/state", pass: viewerPass).status == 200)
    }

    @Test func `pictures come as they are stored`() throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.viewer)
        for kind in [PanelPicture.Kind.picture, .map] {
            let answer = try panel.ask(
                "GET",
                "/api/v1/blisters/b1-7-0/\(kind.rawValue)",
                pass: pass
            )
            #expect(answer.status == 200 && answer.headers["content-type"] == "image/png")
            #expect(answer.body == FakePictures.picture(kind).bytes)
        }
        #expect(try panel.ask("GET", "/api/v1/blisters/other/picture", pass: pass).status == 404)
    }
}
