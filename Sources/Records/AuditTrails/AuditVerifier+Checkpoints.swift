internal import Signatures

extension AuditVerifier {
    /// Holds a checkpoint of the trail against the entries before it.
    mutating func examineCheckpoint(_ entry: AuditEntry?, _ sequence: Int) {
        guard let entry, let checkpoint = entry.note.after.flatMap({ AuditCheckpoint(in: $0) })
        else {
            add(.wrongSignature, sequence, "the checkpoint \(sequence) holds no signature")
            return
        }
        report.stations.insert(checkpoint.station)
        if !keys.contains(where: { checkpoint.isSigned(by: $0) }) {
            guard let former = formerKeys.first(where: { checkpoint.isSigned(by: $0) }) else {
                add(
                    .wrongSignature,
                    sequence,
                    "the checkpoint \(sequence) was not signed with the station's key"
                )
                return
            }
            formerUse[former.description] = (sequence, file, lineNumber)
        }
        guard checkpoint.sequence == sequence - 1, checkpoint.head == entry.previousHash else {
            add(
                .rewritten,
                checkpoint.sequence,
                "entry \(checkpoint.sequence) is not the one that was signed at \(checkpoint.time); "
                    + "entries before this line were rewritten"
            )
            return
        }
        report.checkpointCount += 1
        unsignedCount = 0
    }

    /// Holds what is known from off the box against the trail.
    mutating func compareKnown() {
        guard !known.isEmpty else { return }
        let own = known.filter {
            report.stations.isEmpty || report.stations.contains($0.checkpoint.station)
        }
        if own.count < known.count {
            report.notes.append("\(known.count - own.count) checkpoints are of other stations")
        }
        guard !own.isEmpty else {
            return tell(
                .rewritten,
                known[0],
                "names no checkpoint of \(report.stations.sorted().joined(separator: ", "))"
            )
        }
        var fitting = 0
        var hasTold = false
        for one in own.sorted(by: { $0.checkpoint.sequence < $1.checkpoint.sequence }) {
            let checkpoint = one.checkpoint
            guard (keys + formerKeys).contains(where: { checkpoint.isSigned(by: $0) }) else {
                tell(.wrongSignature, one, "was not signed with the station's key")
                continue
            }
            guard checkpoint.sequence <= report.lastSequence else { continue }
            let head = heads[checkpoint.sequence] ?? ""
            if head.isEmpty {
                report.notes.append(
                    "entry \(checkpoint.sequence), which \(one.file):\(one.line) knows, "
                        + "cannot be compared: it is not in the copy"
                )
            } else if head == checkpoint.head {
                fitting = checkpoint.sequence
                report.knownCheckpointCount += 1
            } else if !hasTold {
                hasTold = true
                tell(
                    .rewritten,
                    one,
                    "entry \(checkpoint.sequence) of the trail is another one than was signed at "
                        + "\(checkpoint.time): entries from \(fitting + 1) on were rewritten"
                )
            }
        }
        let latest = own.filter { one in
            (keys + formerKeys).contains { one.checkpoint.isSigned(by: $0) }
        }
        .max { $0.checkpoint.sequence < $1.checkpoint.sequence }
        if let latest, latest.checkpoint.sequence > report.lastSequence {
            tell(
                .truncatedTail,
                latest,
                "entries \(report.lastSequence + 1) to \(latest.checkpoint.sequence) were signed at "
                    + "\(latest.checkpoint.time) and are not in the trail any more"
            )
        }
    }

    private mutating func tell(
        _ kind: AuditFinding.Kind,
        _ one: KnownCheckpoint,
        _ sentence: String
    ) {
        let finding = AuditFinding(
            kind: kind,
            file: one.file,
            line: one.line,
            sequence: one.checkpoint.sequence,
            sentence: sentence
        )
        add(finding, order: .max)
    }
}
