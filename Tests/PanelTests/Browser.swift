import Foundation
import Synchronization

/// A headless Chromium, driven through its DevTools protocol over a plain WebSocket.
final class Browser {
    struct Failure: Error { let reason: String }

    static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private let process = Process()
    private let folder: URL
    private var socket: RawSocket
    private var unread: [UInt8] = []
    private var nextID = 0
    /// What the page wrote to its console, threw, or was refused.
    private(set) var complaints: [String] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "browser-\(UUID().uuidString)"
        )
        process.executableURL = URL(filePath: Self.program ?? "")
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--lang=en-US",
            "--disable-background-networking", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--user-data-dir=\(folder.path())", "--remote-debugging-port=0", "about:blank",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let file = folder.appending(path: "DevToolsActivePort")
        var port: UInt16?
        for _ in 0..<600 where port == nil {
            Thread.sleep(forTimeInterval: 0.1)
            let text = try? String(contentsOf: file, encoding: .utf8)
            port = text?.split(separator: "\n").first.flatMap { UInt16($0) }
        }
        guard let port else { throw Failure(reason: "the browser did not open its port") }
        let list = try RawSocket(port: port)
        list.send("GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
        guard let text = list.read(until: "webSocketDebuggerUrl\": \"ws://"),
            let match = text.firstMatch(
                of: #/"type": "page",[^}]*ws://[^/]+(/devtools/page/[^"]+)"/#
            )
        else { throw Failure(reason: "the browser has no page") }
        socket = try RawSocket(port: port)
        socket.wait(seconds: 60)
        socket.send(
            "GET \(match.1) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        guard let head = socket.read(until: "\r\n\r\n"), head.contains(" 101 ") else {
            throw Failure(reason: "the browser does not speak WebSocket")
        }
        for domain in ["Runtime", "Log", "Page", "Network"] { try send("\(domain).enable") }
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// One command and its result; events before it are looked through for complaints.
    @discardableResult
    func send(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        nextID += 1
        let message: [String: Any] = ["id": nextID, "method": method, "params": parameters]
        socket.send(Self.frame(Array(try JSONSerialization.data(withJSONObject: message))))
        while true {
            let text = try readMessage()
            let object = try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any] ?? [:]
            if object["id"] as? Int == nextID {
                if let error = object["error"] { throw Failure(reason: "\(method): \(error)") }
                return object["result"] as? [String: Any] ?? [:]
            }
            listen(object)
        }
    }

    /// The value of an expression in the page.
    func value(_ expression: String) throws -> Any? {
        let result = try send(
            "Runtime.evaluate",
            ["expression": expression, "returnByValue": true, "awaitPromise": true]
        )
        if let details = result["exceptionDetails"] { throw Failure(reason: "\(details)") }
        return (result["result"] as? [String: Any])?["value"]
    }

    func text(_ expression: String) throws -> String { try value(expression) as? String ?? "" }

    /// Waits until an expression is true; false after twenty seconds.
    func waits(until expression: String) throws -> Bool {
        for _ in 0..<200 {
            if try value(expression) as? Bool == true { return true }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return false
    }

    func open(_ address: String) throws { try send("Page.navigate", ["url": address]) }

    func size(_ width: Int, _ height: Int, isPhone: Bool = false) throws {
        try send(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": width, "height": height, "screenWidth": width, "screenHeight": height,
                "deviceScaleFactor": 1, "mobile": isPhone,
            ]
        )
    }

    func type(_ text: String) throws { try send("Input.insertText", ["text": text]) }

    func press(_ key: String, code: Int, text: String? = nil) throws {
        var event: [String: Any] = [
            "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code,
        ]
        if let text { event["text"] = text }
        try send("Input.dispatchKeyEvent", event)
        event["type"] = "keyUp"
        try send("Input.dispatchKeyEvent", event)
    }

    /// Presses the mouse in the middle of the element that the expression gives.
    func click(_ element: String) throws {
        let place = try value(
            "(() => { const e = \(element); e.scrollIntoView({block: 'center'});"
                + " const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        guard let place = place as? [Double], place.count == 2 else {
            throw Failure(reason: "nothing to click: \(element)")
        }
        for kind in ["mousePressed", "mouseReleased"] {
            try send(
                "Input.dispatchMouseEvent",
                ["type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1]
            )
        }
    }

    /// Keeps a picture of the page in the folder for artefacts.
    func keepPicture(_ name: String) throws {
        let result = try send("Page.captureScreenshot", ["format": "png"])
        guard let data = Data(base64Encoded: result["data"] as? String ?? "") else { return }
        let named = ProcessInfo.processInfo.environment["BLISTERD_PANEL_PICTURES"]
        let folder = URL(filePath: named ?? ".build/panel-pictures")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try data.write(to: folder.appending(path: "\(name).png"))
    }

    private func listen(_ event: [String: Any]) {
        let parameters = event["params"] as? [String: Any] ?? [:]
        switch event["method"] as? String {
        case "Runtime.consoleAPICalled":
            let kind = parameters["type"] as? String ?? ""
            if ["error", "warning", "assert"].contains(kind) { complaints.append("\(parameters)") }
        case "Runtime.exceptionThrown": complaints.append("\(parameters)")
        case "Log.entryAdded":
            let entry = parameters["entry"] as? [String: Any] ?? [:]
            if ["error", "warning"].contains(entry["level"] as? String ?? "") {
                complaints.append("\(entry["text"] ?? "") \(entry["url"] ?? "")")
            }
        default: break
        }
    }

    private func readMessage() throws -> [UInt8] {
        var message: [UInt8] = []
        while true {
            let head = try take(2)
            var count = Int(head[1] & 127)
            if count == 126 { count = try take(2).reduce(0) { $0 << 8 | Int($1) } }
            if count == 127 { count = try take(8).reduce(0) { $0 << 8 | Int($1) } }
            let body = try take(count)
            guard [0, 1, 2].contains(head[0] & 15) else { continue }
            message += body
            if head[0] & 128 != 0 { return message }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while unread.count < count {
            let bytes = socket.read(1 << 20)
            guard !bytes.isEmpty else { throw Failure(reason: "the browser fell silent") }
            unread += bytes
        }
        defer { unread.removeFirst(count) }
        return Array(unread.prefix(count))
    }

    /// A masked text frame of RFC 6455; its mask is zero, which masks nothing.
    private static func frame(_ bytes: [UInt8]) -> [UInt8] {
        let count = bytes.count
        let length: [UInt8] =
            count < 126
            ? [128 | UInt8(count)]
            : count < 65_536
                ? [254, UInt8(count >> 8), UInt8(count & 255)]
                : [255] + stride(from: 56, through: 0, by: -8).map { UInt8(count >> $0 & 255) }
        return [129] + length + [0, 0, 0, 0] + bytes
    }
}
