import ArgumentParser
import Foundation
import Records

/// `blisterctl tail`: the reject log as it grows, one sentence a reject.
struct TailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Follow the reject log.",
        discussion: "Goes on when the log is rotated. End with Ctrl-C."
    )

    private static let pauseSeconds = 0.25

    @Option(name: .long, help: "The reject log.")
    var log = "/var/log/blisterd/reject.log"
    @Option(name: .shortAndLong, help: "Rejects to show from before.") var lines = 10
    @Flag(name: .long, help: "Show them and end.") var once = false
    @Flag(name: .long, help: "One JSON object per reject.") var json = false

    func validate() throws {
        guard (0...100_000).contains(lines) else {
            throw ValidationError("--lines \(lines) is impossible; use 0 to 100000")
        }
    }

    func run() throws {
        guard !once || FileManager.default.isReadableFile(atPath: log) else {
            throw TailFault.unreadable(log)
        }
        let follower = RejectLogFollower(path: log)
        show(follower.last(lines))
        guard !once else { return }
        while true {
            Thread.sleep(forTimeInterval: Self.pauseSeconds)
            show(follower.poll())
        }
    }

    /// Past the buffer of `print`, so that a pipe sees each line at once.
    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    private func show(_ lines: [String]) {
        for text in lines {
            guard let line = RejectLine(parsing: text) else {
                if !json { write(text) }
                continue
            }
            write(json ? line.json : line.sentence)
        }
    }
}

/// The log cannot be shown.
enum TailFault: Error, CustomStringConvertible {
    case unreadable(String)

    var description: String {
        switch self {
        case .unreadable(let path):
            "\(path): cannot be read; give the station's reject_log with --log"
        }
    }
}
