import ArgumentParser
import AuditTrails
import Blister
import Foundation
import Linux
import Records
import Signatures
import Station

/// `blisterctl audit verify`: whether a trail is the one that was written.
struct AuditVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the audit trail, or an exported copy of it.",
        discussion: """
            Needs neither the daemon nor its private key. With --config the stored blisters of every \
            batch are held against their Merkle roots, too. With --against, checkpoints that left the \
            station (a log server's file, a journal, a batch report) show what was cut off or written \
            anew. Exit status 0 when all is well, 1 with one line for each finding, 2 for bad input.
            """
    )

    @Argument(help: "Folder of a trail or of an export, or its files, oldest first.")
    var paths: [String] = []
    @Option(name: .long, help: "Station configuration: names trail, key and store.")
    var config: String?
    @Option(
        name: .long,
        help: "Public key of the station (PEM); may be given again for older ones."
    )
    var key: [String] = []
    @Option(name: .long, help: "File with checkpoints from off the box; - is standard input.")
    var against: [String] = []
    @Flag(name: .long, help: "The copy may begin later than the trail, as with export --from.")
    var part = false
    @Flag(name: .long, help: "One JSON object.") var json = false

    func validate() throws {
        guard paths.isEmpty == (config != nil) else {
            throw ValidationError("give either the paths of a trail or --config")
        }
    }

    func run() throws {
        let station = try config.map { try StationConfiguration(path: $0) }
        let places = station.map { [$0.auditFolder] } ?? paths
        var files: [String] = []
        for place in places { files += try AuditVerifier.files(at: place) }
        let (keys, formerKeys) = try keys(station, place: places[0])
        var known: [KnownCheckpoint] = []
        for path in against { known += try KnownCheckpoint.all(in: path) }
        let isBeingWritten = places.contains { AuditVerifier.isBeingWritten($0) }
        var report = try AuditVerifier(
            keys: keys,
            formerKeys: formerKeys,
            known: known,
            isPart: part,
            isBeingWritten: isBeingWritten
        ).verify(files)
        var roots = 0
        if let station {
            roots = try BatchRootComparison(
                folder: station.records.folder,
                isBeingWritten: isBeingWritten
            ).compare(&report)
        }
        if report.isGood, key.isEmpty, against.isEmpty {
            report.note(
                "neither --key nor --against: who can write this folder could have exchanged trail and key"
            )
        }
        print(json ? report.json(roots: roots) : report.text(roots: roots, keys: keys))
        if !report.isGood { throw ExitCode(1) }
    }

    private func keys(
        _ station: StationConfiguration?,
        place: String
    ) throws -> (keys: [VerifyingKey], former: [VerifyingKey]) {
        guard key.isEmpty else { return (try key.map { try AuditKey.publicKey($0) }, []) }
        let path = station?.records.auditKeyPath ?? Self.keyPath(beside: place)
        return (
            [try AuditKey.publicKey(beside: path)], try AuditKey.formerKeys(beside: path)
        )
    }

    private static func keyPath(beside place: String) -> String {
        let isFolder = (try? FileFacts(path: place))?.isFolder ?? false
        let folder = isFolder ? place : (place as NSString).deletingLastPathComponent
        return folder.isEmpty ? "station.pem" : "\(folder)/station.pem"
    }
}

extension AuditReport {
    /// One line for each finding, or one that all is well.
    func text(roots: Int, keys: [VerifyingKey]) -> String {
        var lines = findings.map(\.description)
        if furtherFindingCount > 0 { lines.append("and \(furtherFindingCount) findings more") }
        let names = keys.map(\.description).joined(separator: ", ")
        if isGood {
            var words = "good: \(lineCount) entries, \(firstSequence) to \(lastSequence), "
            words += "\(checkpointCount) checkpoints signed with \(names)"
            if knownCheckpointCount > 0 {
                words += ", \(knownCheckpointCount) as known off the box"
            }
            if roots > 0 { words += ", \(roots) batches as stored" }
            lines.append("\(words); head \(head)")
        } else {
            let count = findings.count + furtherFindingCount
            lines.append("NOT GOOD: \(count) finding\(count == 1 ? "" : "s")")
        }
        return (lines + notes.map { "note: \($0)" }).joined(separator: "\n")
    }

    /// One JSON object.
    func json(roots: Int) -> String {
        var json = JSONText(reserving: 1024)
        json.object { json in
            json.value(isGood, "good")
            json.value(lineCount, "entries")
            json.value(firstSequence, "first")
            json.value(lastSequence, "last")
            json.value(head, "head")
            json.value(checkpointCount, "checkpoints")
            json.value(knownCheckpointCount, "known_checkpoints")
            json.value(roots, "batches")
            json.value(furtherFindingCount, "further_findings")
            json.array("findings") { json in
                for finding in findings {
                    json.object { json in
                        json.value(finding.kind.rawValue, "kind")
                        json.value(finding.file, "file")
                        if let line = finding.line { json.value(line, "line") }
                        if let sequence = finding.sequence { json.value(sequence, "sequence") }
                        json.value(finding.sentence, "sentence")
                    }
                }
            }
            json.array("notes") { json in
                for note in notes { json.value(note) }
            }
        }
        return json.text
    }
}
