import Foundation

/// A real mosquitto on a loopback port of its own.
final class Broker {
    static let program = "/usr/sbin/mosquitto"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

    static let hasOpenSSL = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    let port: Int
    private let configuration: URL
    private var process: Process?

    /// Writes the configuration; `lines` go behind the listener's.
    init(folder: URL, port: Int? = nil, lines: [String] = ["allow_anonymous true"]) throws {
        self.port = port ?? Int.random(in: 20_000...32_000)
        configuration = folder.appending(path: "mosquitto-\(self.port).conf")
        let text =
            ([
                "listener \(self.port) 127.0.0.1", "max_queued_messages 0",
                "max_inflight_messages 0",
                "set_tcp_nodelay true", "user \(NSUserName())",
            ] + lines).joined(separator: "\n")
        try (text + "\n").write(to: configuration, atomically: true, encoding: .utf8)
    }

    deinit { kill() }

    func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-c", configuration.path()]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    /// SIGSTOP: takes what fits its socket, and answers nothing.
    func freeze() {
        if let process { Foundation.kill(process.processIdentifier, SIGSTOP) }
    }

    /// SIGKILL: as a power cut would.
    func kill() {
        guard let process else { return }
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        self.process = nil
    }
}

/// A folder that goes with the test.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "fleet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }
}

/// Whether `condition` comes true within `seconds`.
func becomes(within seconds: Double = 60, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
        if try condition() { return true }
        Thread.sleep(forTimeInterval: 0.01)
    }
    return try condition()
}
