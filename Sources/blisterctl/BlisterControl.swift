import ArgumentParser
import Foundation
import Linux
import Station

/// `blisterctl`: everything a person does beside the running daemon.
@main
struct BlisterControl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blisterctl",
        abstract: "Teach, try, simulate, calibrate and operate blisterd.",
        discussion: "Exit status: 0 done or accepted, 1 rejected or check failed, 2 bad input.",
        version: SoftwareVersion.title,
        subcommands: [
            InspectCommand.self, PrintCommand.self, BrailleCommand.self, CodeCommand.self,
            TeachCommand.self,
            TrainCommand.self, EvaluateCommand.self, SimulateCommand.self,
            CalibrateCommand.self, BatchCommand.self, ChallengeCommand.self, TrendsCommand.self,
            ReplayCommand.self,
            AuditCommand.self, UserCommand.self, TailCommand.self, DoctorCommand.self,
            ModelCommand.self, LabelsCommand.self,
        ]
    )

    /// Maps every failure to the contract's exit status, with one line on standard error.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        FreedMemory.keep()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let status as ExitCode {
            Foundation.exit(status.rawValue)
        } catch {
            finish(error)
        }
    }

    private static func finish(_ error: any Error) -> Never {
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

    private static func complain(_ sentence: String) {
        let line = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
        FileHandle.standardError.write(Data("blisterctl: \(line)\n".utf8))
    }
}
