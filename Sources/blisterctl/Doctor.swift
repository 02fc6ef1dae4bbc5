import ArgumentParser
import Foundation
import Linux
import Station

/// `blisterctl doctor`: what is plugged in, what is missing, and what to do about it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Show what is plugged in, what is missing, and what to do about it.",
        discussion: """
            One line per finding: ok, warn or fail, what was found, and the cure. Nothing is changed \
            and no pin is moved. Exit status: 0 no failure, 1 any failure.
            """
    )

    /// Where `make install` puts the station configuration.
    private static let installedConfiguration = "/etc/blisterd/station.yaml"

    @Option(help: "Station configuration; \(installedConfiguration) when it is there.")
    var config: String?
    @Flag(help: "One JSON object per finding.") var json = false

    func run() throws {
        var findings = MachineExamination().findings()
        if let path = config ?? Self.installed {
            findings += StationExamination.findings(path: path)
        } else {
            findings.append(
                Finding(
                    .warn,
                    "station configuration: none at \(Self.installedConfiguration)",
                    cure: "run make install, or name one with --config"
                )
            )
        }
        for finding in findings { print(json ? finding.json : finding.text) }
        if findings.contains(where: { $0.grade == .fail }) { throw ExitCode(1) }
    }

    /// The installed station configuration; nil where there is none.
    static var installed: String? {
        FileManager.default.fileExists(atPath: installedConfiguration)
            ? installedConfiguration : nil
    }
}
