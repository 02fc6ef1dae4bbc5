import ArgumentParser
import Foundation
import Linux
import Logging
import Station

/// `blisterd`: the daemon.
@main
struct BlisterDaemon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blisterd",
        abstract: "Inspects every blister and drives the reject pin.",
        version: SoftwareVersion.title,
        subcommands: [Run.self]
    )

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Run until the source ends or SIGTERM; SIGHUP reopens the reject log."
        )

        @Option(name: .long, help: "Station configuration (YAML).")
        var config: String

        func run() throws {
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
            let station = try Station(
                configuration: try StationConfiguration(path: config),
                log: Logger(label: "blisterd"),
                simulatedSource: SimulatedSourceFactory.make
            )
            try station.run()
        }
    }

    /// Maps every failure to status 2 with one line on standard error.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        FreedMemory.keep()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            switch exitCode(for: error) {
            case .success:
                print(fullMessage(for: error))
                Foundation.exit(0)
            case .validationFailure:
                complain(message(for: error) + "; see --help")
            default:
                complain("\(error)")
            }
            Foundation.exit(2)
        }
    }

    private static func complain(_ sentence: String) {
        let line = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
        FileHandle.standardError.write(Data("blisterd: \(line)\n".utf8))
    }
}
