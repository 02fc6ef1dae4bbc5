internal import Foundation
internal import Linux
internal import VisionModels

extension ModelLibrary {
    /// What became of a file that asked to be live.
    public enum Outcome: Sendable {
        /// It is live from now on.
        case live(LiveModelChange, Examination)
        /// It was live already; nothing was changed.
        case alreadyLive(LiveModel)
        /// A check, or the station, refuses it; nothing was changed.
        case refused(Examination)
    }

    /// Examines the model at `path` and makes it live.
    ///
    /// What is examined is a copy that nobody else can change, and that copy is what goes live. The
    /// ledger and the audit trail have it before `onLive` is called.
    ///
    /// - Parameters:
    ///   - path: file; its signature lies beside it.
    ///   - event: how it came.
    ///   - author: who is answerable.
    ///   - onLive: puts it into use.
    /// - Returns: what became of it.
    /// - Throws: ``LibraryError`` where the file cannot be read, or the library not be changed.
    public func install(
        _ path: String,
        as event: LedgerEntry.Event,
        by author: String,
        onLive: LiveModelHandler
    ) throws -> Outcome {
        let name = URL(filePath: path).lastPathComponent
        let given = try ModelCandidate(name: name, path: path)
        try folder.makeFolder(folder.examiningPath)
        let copy = "\(folder.examiningPath)/\(ProcessInfo.processInfo.processIdentifier)-\(name)"
        defer { try? folder.remove(copy) }
        try folder.write(given.bytes, to: copy)
        let candidate = try ModelCandidate(
            name: name,
            path: copy,
            signaturePath: path + LibraryFolder.signatureEnding
        )
        let signature = candidate.signature
        let examination = Examination(candidate, demands)
        guard examination.passes, let card = examination.card else { return .refused(examination) }
        return try folder.locked {
            try enter(
                copy,
                signature: signature,
                examination,
                role: ModelRole(card),
                card,
                LedgerEntry(
                    event,
                    examination,
                    role: ModelRole(card),
                    by: author
                ),
                onLive
            )
        }
    }

    private func enter(
        _ copy: String,
        signature: [UInt8]?,
        _ examination: Examination,
        role: ModelRole,
        _ card: ModelCard,
        _ entry: LedgerEntry,
        _ onLive: LiveModelHandler
    ) throws -> Outcome {
        var ledger = try ledger()
        let path = folder.installed(role, examination.digest)
        let model = LiveModel(role: role, card: card, digest: examination.digest, path: path)
        let old = ledger.live(role)
        guard old != examination.digest else { return .alreadyLive(model) }
        try folder.makeFolder(folder.installedPath)
        if let signature {
            try folder.write(signature, to: path + LibraryFolder.signatureEnding)
        }
        try folder.move(copy, to: path)
        let number = try record(entry, in: &ledger)
        let change = LiveModelChange(model: model, oldDigest: old, cause: .entry(number: number))
        if let refusal = try hand(change, ledger, onLive) {
            return .refused(
                examination.adding(
                    ModelFinding(
                        "station",
                        refusal,
                        limit: "the station takes it into use",
                        cure: "see the log of blisterd"
                    )
                )
            )
        }
        return .live(change, examination)
    }

    /// Writes `entry` at the end of ledger and audit trail; its number.
    func record(_ entry: LedgerEntry, in ledger: inout ModelLedger) throws(LibraryError) -> Int {
        var entry = entry
        entry.number = ledger.entries.count + 1
        entry.time = LibraryClock.now
        entry.oldDigest = ledger.live(entry.role)
        ledger.append(entry)
        try folder.write(ledger.contents, to: folder.ledgerPath)
        try AuditTrail(folder: folder).append(entry)
        return entry.number
    }

    /// Puts a change of `ledger` into use; where that fails it is undone, and the reason given.
    func hand(
        _ change: LiveModelChange,
        _ ledger: ModelLedger,
        _ onLive: LiveModelHandler
    ) throws(LibraryError) -> String? {
        do {
            try onLive(change)
            return nil
        } catch {
            try withdraw(change.model.role, in: ledger, reason: "\(error)")
            return "\(error)"
        }
    }

    /// Undoes the last entry of `role`.
    func withdraw(
        _ role: ModelRole,
        in ledger: ModelLedger,
        reason: String
    ) throws(LibraryError) {
        guard var entry = ledger.entries.last(where: { $0.role == role }) else { return }
        entry.event = .withdrawn
        entry.by = "blisterd"
        (entry.signedBy, entry.acceptance, entry.reason) = (nil, nil, reason)
        var undone = ledger
        undone.append(entry)
        entry.newDigest = undone.live(role)
        var ledger = ledger
        _ = try record(entry, in: &ledger)
    }

    /// Moves a refused file out of the way, with the reason beside it and a line in the audit trail.
    ///
    /// - Returns: where it lies now.
    public func reject(
        _ path: String,
        _ examination: Examination,
        by author: String
    ) throws(LibraryError) -> String {
        try folder.makeFolder(folder.rejectedPath)
        let name = freeName(URL(filePath: path).lastPathComponent)
        let place = "\(folder.rejectedPath)/\(name)"
        try AuditTrail(folder: folder).appendRefusal(examination, by: author)
        try folder.write(
            Array(examination.rejection.utf8),
            to: place + LibraryFolder.rejectionEnding
        )
        try folder.move(path, to: place)
        let signature = path + LibraryFolder.signatureEnding
        if (try? FileFacts(path: signature)) != nil {
            try folder.move(signature, to: place + LibraryFolder.signatureEnding)
        }
        return place
    }

    /// Writes the refusal of a file that stays where it is into the audit trail.
    public func noteRefusal(
        _ examination: Examination,
        by author: String
    ) throws {
        try folder.locked {
            try AuditTrail(folder: folder).appendRefusal(examination, by: author)
        }
    }

    /// `name`, or `name-2` and so on where a refused file has it already.
    private func freeName(_ name: String) -> String {
        let taken = Set(FolderFiles.names(in: folder.rejectedPath))
        let stem = name.dropLast(LibraryFolder.modelEnding.count)
        var free = name
        var number = 2
        while taken.contains(free) {
            free = "\(stem)-\(number)\(LibraryFolder.modelEnding)"
            number += 1
        }
        return free
    }
}

extension LedgerEntry {
    init(_ event: Event, _ examination: Examination, role: ModelRole, by author: String) {
        self.init(
            number: 0,
            time: "",
            event: event,
            task: role.task,
            product: role.product,
            by: author,
            file: examination.name,
            newDigest: examination.digest,
            signedBy: examination.signedBy,
            acceptance: examination.acceptance
        )
    }
}
