import Foundation

/// Who looks at a station from outside: a broker, and tabs of the panel that take every event.
///
/// They run on the same machine and take their share of it.
final class Audience {
    static let tabCount = 10
    static let brokerPort = 18_911
    static let panelPort = 18_912
    private static let password = "benchmark benchmark"

    /// What must be installed for it.
    static let programs = ["/usr/sbin/mosquitto", "/usr/bin/curl"]

    /// What of it is not.
    static var missing: [String] {
        programs.filter { !FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The sections of a station configuration that it looks at.
    static func sections(_ settings: RunSettings) -> String {
        """
        panel: {port: \(panelPort), users: \(settings.path("users.json"))}
        fleet: {broker: 127.0.0.1, port: \(brokerPort), group: bench, spool: \(settings.path("spool"))}
        """
    }

    private let settings: RunSettings
    private let broker = Process()
    private var tabs: [Process] = []

    /// Starts the broker, and makes the user; before the station starts.
    init(_ settings: RunSettings) throws {
        self.settings = settings
        broker.executableURL = URL(filePath: Self.programs[0])
        broker.arguments = ["-p", "\(Self.brokerPort)"]
        broker.standardError = FileHandle.nullDevice
        broker.standardOutput = FileHandle.nullDevice
        try broker.run()
        let file = settings.path("users.json")
        guard !FileManager.default.fileExists(atPath: file) else { return }
        let user = Process()
        user.executableURL = StationProcess.programs.appending(path: "blisterctl")
        user.arguments = ["user", "add", "bench", "--role", "viewer", "--users", file]
        let input = Pipe()
        user.standardInput = input
        user.standardOutput = FileHandle.nullDevice
        try user.run()
        input.fileHandleForWriting.write(Data((Self.password + "\n").utf8))
        try input.fileHandleForWriting.close()
        user.waitUntilExit()
    }

    /// Opens the tabs; once the station inspects.
    func openTabs() throws {
        let cookies = settings.path("cookies")
        let login = try curl([
            "-s", "-c", cookies, "-H", "Content-Type: application/json", "--data",
            "{\"name\": \"bench\", \"password\": \"\(Self.password)\"}", url("/api/v1/login"),
        ])
        login.waitUntilExit()
        for tab in 0..<Self.tabCount {
            tabs.append(
                try curl([
                    "-sN", "-b", cookies, "-o", settings.path("tab-\(tab)"), url("/api/events"),
                ])
            )
        }
    }

    /// Events that reached the tabs.
    var eventCount: Int {
        (0..<Self.tabCount).reduce(0) { sum, tab in
            let text = try? String(contentsOfFile: settings.path("tab-\(tab)"), encoding: .utf8)
            return sum + (text?.split(separator: "\n").count { $0.hasPrefix("event:") } ?? 0)
        }
    }

    /// Leaves.
    func end() {
        for process in tabs + [broker] {
            if process.isRunning { process.terminate() }
            process.waitUntilExit()
        }
        tabs = []
    }

    private func url(_ path: String) -> String { "http://127.0.0.1:\(Self.panelPort)\(path)" }

    private func curl(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: Self.programs[1])
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
