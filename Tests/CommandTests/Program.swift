import Foundation
import Testing

/// One of the built programs, run as a process.
enum Program: String {
    case blisterctl
    case blisterd

    /// What a run left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let complaint: String

        var complaintLines: [String] {
            complaint.split(separator: "\n").map(String.init)
        }
    }

    struct NotBuilt: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) is not there; run swift build first" }
    }

    /// In `BLISTERD_BIN`, or beside the test program, where one build puts both.
    func path() throws -> String {
        if let folder = ProcessInfo.processInfo.environment["BLISTERD_BIN"] {
            return "\(folder)/\(rawValue)"
        }
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let built = URL(filePath: tests).deletingLastPathComponent()
            .appending(path: rawValue).path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: built) else {
            throw NotBuilt(path: built)
        }
        return built
    }

    /// Runs to the end; a run that hangs is ended after five minutes.
    func run(_ arguments: [String], in ground: Ground) throws -> Outcome {
        let running = try Running(self, arguments, in: ground)
        return try running.outcome()
    }
}

/// A program under way.
struct Running {
    private let process = Process()
    private let files: (output: URL, complaint: URL)

    /// Starts a program that gets SIGTERM after `seconds`, and SIGKILL when it does not mind it.
    ///
    /// `timeout` sends the signal: a child of the test process may have it blocked.
    init(
        _ program: Program,
        _ arguments: [String],
        in ground: Ground,
        terminatedAfter seconds: Int = 300
    ) throws {
        let place = try ground.scratch()
        files = (place.appending(path: "output"), place.appending(path: "complaint"))
        for file in [files.output, files.complaint] { try Data().write(to: file) }
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments =
            [
                "--preserve-status", "--kill-after=60", "\(seconds)", try program.path(),
            ] + arguments
        process.currentDirectoryURL = ground.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files.output)
        process.standardError = try FileHandle(forWritingTo: files.complaint)
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// What was said on standard error so far.
    var complaint: String {
        String(
            decoding: FileManager.default.contents(atPath: files.complaint.path()) ?? Data(),
            as: UTF8.self
        )
    }

    func outcome() throws -> Program.Outcome {
        process.waitUntilExit()
        return Program.Outcome(
            status: process.terminationStatus,
            output: try String(contentsOf: files.output, encoding: .utf8),
            complaint: try String(contentsOf: files.complaint, encoding: .utf8)
        )
    }
}
