import ArgumentParser
import BatchReports
import Foundation
import Records

/// `blisterctl batch report`: the account of one batch, read beside the running daemon.
struct BatchReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show what a batch came to, and what does not add up.",
        discussion: "Exit status 1 when a finished batch does not add up."
    )

    @Option(name: .long, help: "The records folder of the station configuration.")
    var records = "/var/lib/blisterd"
    @Option(name: .long, help: "Batch number; the latest without it.") var batch: Int?
    @Flag(name: .long, help: "One JSON object.") var json = false
    @OptionGroup var file: BatchReportFile

    func run() throws {
        let store = try RecordStore.openForReading(folder: URL(filePath: records))
        let form = try file.form()
        let report = try store.report(batch: batch)
        if let form {
            try file.write(form, store: store, batch: report.number, records: records)
        }
        if json {
            print(report.json)
        } else if let path = file.out {
            print("batch \(report.number): report written to \(path)")
        } else {
            print(report.text)
        }
        if report.state != "open", !report.addsUp { throw ExitCode(1) }
    }
}
