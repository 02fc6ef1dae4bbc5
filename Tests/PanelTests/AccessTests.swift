import Foundation
import Linux
import Testing

@testable import Panel

/// Who may come in, and what each may do.
struct AccessTests {
    @Test func `a page is shown and its numbers are not before a login`() throws {
        let panel = try TestPanel()
        #expect(try panel.ask("GET", "/").status == 200)
        for path in ["state", "trends", "evidence", "audit", "models", "rejects/last"] {
            let answer = try panel.ask("GET", "/api/v1/\(path)")
            #expect(answer.status == 401, "\(path)")
            #expect(answer.json["error"] as? String == "Log in first.")
        }
        #expect(try panel.ask("GET", "/api/events").status == 401)
        let answer = try panel.ask("GET", "/api/v1/session")
        #expect(answer.json["session"] == nil && answer.json["can_log_in"] as? Bool == true)
    }

    @Test func `a login gives a cookie that no script can read and no other site can use`() throws {
        let panel = try TestPanel()
        let answer = try panel.login("operator")
        #expect(answer.status == 200)
        let cookie = answer.headers["set-cookie"] ?? ""
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(!cookie.contains("Secure"))
        #expect(answer.json["role"] as? String == "operator")
        #expect((answer.json["csrf"] as? String)?.count == 64)
        let pass = try panel.pass(.viewer)
        #expect(
            try panel.ask("GET", "/api/v1/state", pass: pass).json["station"] as? String == "line-7"
        )
    }

    @Test func `behind a proxy the cookie goes by TLS only`() throws {
        let panel = try TestPanel(isBehindProxy: true)
        #expect(try panel.login("viewer").headers["set-cookie"]?.contains("; Secure") == true)
    }

    @Test func `without users nobody gets in and the sentence says why`() throws {
        let panel = try TestPanel(withUsers: false)
        let answer = try panel.login("viewer")
        #expect(answer.status == 401)
        #expect(answer.text.contains("blisterctl user add"))
        #expect(panel.log.lines.contains { $0.contains("nobody can log in") })
    }

    @Test func `every role does what it may and nothing else`() throws {
        let panel = try TestPanel()
        let asked: [(method: String, path: String, body: String?, right: PanelRight)] = [
            ("GET", "/api/v1/state", nil, .look),
            ("GET", "/api/v1/audit", nil, .audit),
            ("POST", "/api/v1/batch/end", nil, .operate),
            ("POST", "/api/v1/batch/start", #"{"product":"p","lot":"l"}"#, .operate),
            ("POST", "/api/v1/challenge/start", nil, .operate),
            ("POST", "/api/v1/challenge/end", nil, .operate),
            ("POST", "/api/v1/alarms/disk/acknowledge", nil, .acknowledge),
            ("POST", "/api/v1/blisters/b1-7-0/label", #"{"class":"broken"}"#, .label),
            (
                "POST", "/api/v1/trends/baseline",
                #"{"series":"area, lane 0","reason":"new foil"}"#, .limits
            ),
            ("POST", "/api/v1/models/a.onnx/install", nil, .models),
            ("POST", "/api/v1/models/a.onnx/rollback", nil, .models),
        ]
        let rights: [PanelRole: Set<PanelRight>] = [
            .viewer: [.look],
            .operator: [.look, .acknowledge, .operate],
            .maintenance: [.look, .acknowledge, .operate, .label, .models, .limits, .audit],
            .qa: [.look, .acknowledge, .label, .limits, .audit],
        ]
        for role in PanelRole.allCases {
            let pass = try panel.pass(role)
            for (method, path, body, right) in asked {
                let before = panel.host.look { $0.actions.count }
                let answer = try panel.ask(method, path, pass: pass, body: body)
                let may = try #require(rights[role]).contains(right)
                #expect(answer.status == (may ? 200 : 403), "\(role) \(path): \(answer.text)")
                let after = panel.host.look { $0.actions.count }
                #expect(after - before == (may && method == "POST" ? 1 : 0), "\(role) \(path)")
            }
        }
        #expect(panel.log.lines.contains { $0.contains("403") })
    }

    @Test func `what a person asks for reaches the station with name and role`() throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        let body = #"{"product":"round","lot":"A 1","expiry":"2027-03","force":true}"#
        #expect(try panel.ask("POST", "/api/v1/batch/start", pass: pass, body: body).status == 200)
        let (action, person) = panel.host.look { ($0.actions.last, $0.people.last) }
        #expect(
            action == .batchStart(product: "round", lot: "A 1", expiry: "2027-03", isForced: true)
        )
        #expect(person == PanelPerson(name: "operator", role: .operator))
        panel.host.look { $0.reply = PanelReply(done: false, message: "No batch runs.") }
        let answer = try panel.ask("POST", "/api/v1/batch/end", pass: pass)
        #expect(answer.status == 409)
        #expect(answer.json["message"] as? String == "No batch runs.")
    }

    @Test func `a change without the session's proof or from another site is refused`() throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        let other = try panel.pass(.operator)
        for proof in ["wrong", other.proof] {
            let answer = try panel.ask(
                "POST",
                "/api/v1/batch/end",
                pass: pass,
                headers: ["X-CSRF-Token": proof]
            )
            #expect(answer.status == 403)
        }
        let without = TestPanel.Pass(cookie: pass.cookie)
        #expect(try panel.ask("POST", "/api/v1/batch/end", pass: without).status == 403)
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            let answer = try panel.ask(
                "POST",
                "/api/v1/batch/end",
                pass: pass,
                headers: ["Origin": origin]
            )
            #expect(answer.status == 403, "\(origin)")
        }
        let actions = panel.host.look { $0.actions }
        #expect(actions.isEmpty)
        let good = ["Origin": "http://127.0.0.1:\(panel.port)"]
        #expect(try panel.ask("POST", "/api/v1/batch/end", pass: pass, headers: good).status == 200)
        let form = ["Content-Type": "text/plain"]
        let body = #"{"product":"p","lot":"l"}"#
        #expect(
            try panel.ask("POST", "/api/v1/batch/start", pass: pass, body: body, headers: form)
                .status
                == 415
        )
    }

    @Test func `a logout ends the session`() throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        #expect(try panel.ask("POST", "/api/v1/logout", pass: pass).status == 200)
        #expect(try panel.ask("GET", "/api/v1/state", pass: pass).status == 401)
    }

    @Test func `a session ends when its user is removed`() async throws {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        #expect(try panel.ask("GET", "/api/v1/state", pass: pass).status == 200)
        try panel.users.remove(name: "operator")
        var status = 200
        for _ in 0..<1200 where status != 401 {
            try await Task.sleep(for: .milliseconds(50))
            status = try panel.ask("GET", "/api/v1/state", pass: pass).status
        }
        #expect(status == 401)
    }

    @Test func `a file of users that breaks while the panel runs ends sessions and is named`()
        async throws
    {
        let panel = try TestPanel()
        let pass = try panel.pass(.operator)
        try AtomicFile.replace(panel.users.path, with: Array("{".utf8), mode: 0o600)
        var status = 200
        for _ in 0..<1200 where status != 401 {
            try await Task.sleep(for: .milliseconds(50))
            status = try panel.ask("GET", "/api/v1/state", pass: pass).status
        }
        #expect(status == 401)
        let answer = try panel.login("operator")
        #expect(answer.status == 503 && answer.text.contains("the log says why"))
        #expect(panel.log.lines.contains { $0.contains("users.json: cannot be read as users") })
    }

    @Test func `who comes, goes or changes in the file of users is told`() async throws {
        let panel = try TestPanel()
        try panel.users.add(name: "new", role: .operator, password: "a new password")
        try panel.users.remove(name: "viewer")
        try panel.users.add(name: "operator", role: .qa, password: TestPanel.password)
        try panel.users.add(name: "qa", role: .qa, password: "another password")
        var told: [String: [PanelRole?]] = [:]
        for _ in 0..<1200 where told.count < 4 {
            try await Task.sleep(for: .milliseconds(50))
            for event in panel.host.look({ $0.events }) {
                guard case .account(let change) = event else { continue }
                told[change.name] = [change.before, change.after]
            }
        }
        #expect(
            told == [
                "new": [nil, .operator], "viewer": [.viewer, nil], "operator": [.operator, .qa],
                "qa": [.qa, .qa],
            ]
        )
    }

    @Test func `guessing is slowed down and told`() async throws {
        let panel = try TestPanel()
        for _ in 0..<GuessLock.freeCount {
            #expect(try panel.login("qa", password: "wrong horse").status == 401)
        }
        let answer = try panel.login("qa")
        #expect(answer.status == 429)
        #expect(Int(answer.headers["retry-after"] ?? "") ?? 0 > 0)
        let events = panel.host.look { $0.events }
        #expect(events.contains(.lockedOut(subject: "user qa", seconds: GuessLock.firstSeconds)))
        #expect(events.contains(.loginRefused(name: "qa", address: "127.0.0.1")))
        #expect(panel.log.lines.contains { $0.contains("user qa waits") })
    }
}
