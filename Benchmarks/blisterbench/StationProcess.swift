import Foundation
import Station

/// The real daemon on a replay set, as a process.
final class StationProcess {
    /// The daemon inspected nothing.
    struct Silent: Error, CustomStringConvertible {
        let log: String
        var description: String { "blisterd inspected nothing; it says: \(log)" }
    }

    /// Where the programs of this build are.
    static var programs: URL {
        URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
    }

    let configurationPath: String
    private let daemon = Process()
    private let client: ControlClient
    private let logPath: String

    /// Starts it.
    ///
    /// - Parameters:
    ///   - settings: where its files go.
    ///   - recipe: path of the recipe.
    ///   - web: folder of the replay set.
    ///   - isPaced: at line speed, or as fast as it goes.
    ///   - records: the section `records` of its configuration.
    ///   - sections: further sections, each from the first column.
    /// - Throws: where a file cannot be written or the program not be started.
    init(
        _ settings: RunSettings,
        recipe: String,
        web: String,
        isPaced: Bool,
        records: String,
        sections: String = ""
    ) throws {
        let socket = settings.path("control.sock")
        configurationPath = settings.path("station.yaml")
        logPath = settings.path("daemon.log")
        client = ControlClient(path: socket)
        let text = """
            station: benchmark
            recipe: \(recipe)
            replay: {folder: \(web), paced: \(isPaced)}
            trigger: rows
            reject: {after: {milliseconds: 500}}
            records: \(records)
            workers: \(settings.workers)
            real_time: {priority: \(settings.realTimePriority)}
            control_socket: \(socket)
            \(sections)

            """
        try Data(text.utf8).write(to: URL(filePath: configurationPath))
        try Data().write(to: URL(filePath: logPath))
        // As its unit runs it, where this account may; else it runs all the same.
        daemon.executableURL = URL(filePath: "/usr/bin/nice")
        daemon.arguments = [
            "-n", "-10", Self.programs.appending(path: "blisterd").path(), "run", "--config",
            configurationPath,
        ]
        daemon.standardError = try FileHandle(forWritingTo: URL(filePath: logPath))
        try daemon.run()
    }

    var isRunning: Bool { daemon.isRunning }
    var processIdentifier: Int32 { daemon.processIdentifier }

    /// What it said on standard error.
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// Blisters so far; nil while it does not answer.
    var blisters: Int? {
        guard let reply = try? client.ask(ControlRequest(action: .status)) else { return nil }
        return reply.counters?["blisters"] ?? 0
    }

    /// Ends it as systemd does, and waits.
    func end() {
        if daemon.isRunning { daemon.terminate() }
        daemon.waitUntilExit()
    }

    /// Waits until its source is at its end.
    func waitUntilEnd() { daemon.waitUntilExit() }
}
