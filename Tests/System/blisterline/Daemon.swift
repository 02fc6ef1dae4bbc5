internal import Foundation

/// The daemon under test as a child process, its words kept in a file.
final class Daemon {
    private let program: String
    private let stationPath: String
    private let logPath: String
    private var process: Process?

    init(program: String, stationPath: String, logPath: String) {
        self.program = program
        self.stationPath = stationPath
        self.logPath = logPath
    }

    var isRunning: Bool { process?.isRunning ?? false }

    func start() throws {
        if !FileManager.default.fileExists(atPath: logPath) {
            _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        }
        guard let log = FileHandle(forWritingAtPath: logPath) else {
            throw MachineError.driver(path: logPath, call: "open", errno: errno)
        }
        try log.seekToEnd()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["run", "--config", stationPath]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        try process.run()
        self.process = process
    }

    /// Ends it at once, as the kernel would when memory is short.
    func kill() {
        guard let process else { return }
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end; its exit status, nil when it did not end within `seconds`.
    func terminate(withinSeconds seconds: Double) -> Int32? {
        guard let process else { return nil }
        process.terminate()
        let end = ContinuousClock.now + .seconds(seconds)
        while process.isRunning, ContinuousClock.now < end {
            Thread.sleep(forTimeInterval: 0.02)
        }
        guard !process.isRunning else { return nil }
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    /// The last words, for a report of failure.
    func lastWords(lineCount: Int = 15) -> String {
        let text = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(lineCount).joined(separator: "\n")
    }
}
