import ArgumentParser
import AuditTrails
import Foundation
import Station

/// `blisterctl audit export`: a copy for inspectors and archives.
struct AuditExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copy the audit trail, to read and to check.",
        discussion: """
            OUT holds the exact lines, the public key and the last checkpoint, which blisterctl audit \
            verify OUT checks without the station, and audit.html to read. A running daemon signs the \
            trail first. The part of a time goes up to the checkpoint that covers it, and is checked \
            with --part.
            """
    )

    @Option(name: .long, help: "Station configuration: names trail and key.") var config: String
    @Option(name: .long, help: "Folder to write; it must be empty or not there.") var out: String
    @Option(name: .long, help: "From this day or moment on: 2026-11-22, 2026-11-22T14:00:00Z.")
    var from: String?
    @Option(name: .long, help: "Before this day or moment.") var to: String?

    func run() throws {
        let station = try StationConfiguration(path: config)
        let export = AuditExport(
            station: station.name,
            from: try from.map { try moment($0, "--from") },
            to: try to.map { try moment($0, "--to") }
        )
        if AuditVerifier.isBeingWritten(station.auditFolder) {
            _ = try? ControlClient(path: station.controlSocketPath)
                .ask(ControlRequest(action: .auditSign))
        }
        let outcome = try export.write(
            AuditVerifier.files(at: station.auditFolder),
            keyPath: station.records.auditKeyPath,
            to: out
        )
        print("\(out): \(outcome.lineCount) entries from \(outcome.firstSequence) on")
        if let checkpoint = outcome.checkpoint { print(checkpoint.line) }
    }

    private func moment(_ text: String, _ option: String) throws -> Date {
        guard let date = AuditExport.date(text) else {
            throw ValidationError("\(option) \(text) is no time; write it as 2026-11-22")
        }
        return date
    }
}
