import ArgumentParser
import BatchReports
import Foundation
import Linux
import Panel
import Records
import Station
import Statistics

/// The batch report as a file for people: where, in which language.
struct BatchReportFile: ParsableArguments {
    @Option(name: .long, help: "Writes the report to this file: .html or .pdf.")
    var out: String?
    @Option(
        name: .long,
        help: "Language of that file: en, de or zh; en without it.",
        transform: Self.language
    )
    var language = ReportLanguage.english
    @Option(name: .long, help: "Name of the station in that file; the machine's without it.")
    var station: String?

    /// The form that is asked for; nil where no file is.
    func form() throws -> BatchReportForm? {
        guard let out else { return nil }
        return try BatchReportForm(path: out)
    }

    private static func language(_ name: String) throws -> ReportLanguage {
        guard let language = ReportLanguage(rawValue: name) else {
            throw ValidationError("'\(name)' is no language of a report; take en, de or zh")
        }
        return language
    }

    /// What people said of the batch's rejects; empty where nobody looked at one.
    private static func labels(
        records: String,
        _ batch: Int,
        of blisters: Int
    ) -> [NamedFact] {
        let labels = (try? LabelJournal(folder: records))?.labels(batch: batch) ?? []
        guard !labels.isEmpty, blisters >= labels.count else { return [] }
        let good = labels.count { $0.label == .good }
        let interval = BinomialInterval.clopperPearson(
            count: good,
            total: blisters,
            // The lower end alone is right in 95 of 100 cases, as that of the bands.
            confidence: 0.9
        )
        return [.labelled(labels.count, good: good, shareLower: interval.lower)]
    }

    /// Writes the report of a batch, whole or not at all.
    func write(
        _ form: BatchReportForm,
        store: RecordStoreReader,
        batch: Int,
        records: String
    ) throws {
        guard let out else { return }
        var content = try BatchReportContent(
            store: store,
            batch: batch,
            evidenceFolder: URL(filePath: records).appending(path: "evidence").path(),
            station: station ?? ProcessInfo.processInfo.hostName,
            software: SoftwareVersion.title
        )
        BatchReportAudit(records: records, batch: content.batch).add(to: &content)
        let counts = content.counts
        content.remarks += Self.labels(records: records, content.batch.number, of: counts.blisters)
        let judged = counts.accepted + counts.rejected
        if judged > 0 {
            let interval = BinomialInterval.clopperPearson(count: counts.rejected, total: judged)
            content.rejectShareInterval = interval.lower...max(interval.lower, interval.upper)
        }
        let bytes = try form.file(of: content, language: language)
        do {
            try AtomicFile.replace(out, with: bytes)
        } catch {
            throw InputError(
                "\(error); name a file in a folder that is there and may be written to"
            )
        }
    }
}
