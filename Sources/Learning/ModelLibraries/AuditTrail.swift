internal import Foundation

/// The audit trail of a library: one JSON object a line, only ever added to.
///
/// Every entry of the ledger is in it, under its number; those that an interruption kept out are
/// added when the library is opened next. Refusals have no number.
struct AuditTrail {
    let folder: LibraryFolder

    private struct Refusal: Encodable {
        let event = "refused"
        let time: String
        let by: String
        let file: String
        let sha256: String
        let check: String
        let reason: String
    }

    private struct Numbered: Decodable {
        let number: Int?
    }

    func append(_ entry: LedgerEntry) throws(LibraryError) {
        try folder.append(Self.line(entry), to: folder.auditPath)
    }

    func appendRefusal(_ examination: Examination, by author: String) throws(LibraryError) {
        let failure = examination.failure
        let refusal = Refusal(
            time: LibraryClock.now,
            by: author,
            file: examination.name,
            sha256: examination.digest,
            check: failure?.check ?? "",
            reason: failure?.description ?? ""
        )
        try folder.append(Self.line(refusal), to: folder.auditPath)
    }

    /// Adds the entries of `ledger` that are not there yet.
    func complete(from ledger: ModelLedger) throws(LibraryError) {
        let contents = FileManager.default.contents(atPath: folder.auditPath) ?? Data()
        let last =
            contents.split(separator: UInt8(ascii: "\n"))
            .compactMap { try? JSONDecoder().decode(Numbered.self, from: $0).number }
            .max() ?? 0
        for entry in ledger.entries where entry.number > last { try append(entry) }
    }

    private static func line(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("text and numbers can be encoded")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// Times in ledger and audit trail.
enum LibraryClock {
    /// Now, ISO 8601 with milliseconds, UTC.
    static var now: String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
