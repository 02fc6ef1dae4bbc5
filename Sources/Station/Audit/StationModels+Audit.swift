internal import AuditTrails
internal import ModelLibraries

extension LibraryEvent {
    /// What the audit trail is told; nil where nothing that matters has happened.
    ///
    /// - Parameter entry: The entry of the library's ledger with a number.
    /// - Returns: What to append.
    func auditNote(entry: (Int) -> LedgerEntry?) -> AuditNote? {
        switch self {
        case .live(let change):
            var who = "daemon"
            var reason = "live as the station starts"
            if case .entry(let number) = change.cause, let entry = entry(number) {
                who = entry.by
                reason = "\(entry.event.rawValue): \(entry.file)"
            }
            return AuditNote(
                .model,
                who: who,
                subject: "\(change.model.role)",
                before: change.oldDigest,
                after: change.model.digest,
                reason: reason
            )
        case .rejected(let examination, _):
            return AuditNote(
                .model,
                subject: examination.name,
                after: "refused: \(examination.digest)",
                reason: examination.failure?.description
            )
        case .broken(let role, let reason):
            return AuditNote(.model, subject: "\(role)", after: "cannot be used", reason: reason)
        case .withdrawn(let role, let reason):
            return AuditNote(.model, subject: "\(role)", after: "withdrawn", reason: reason)
        case .alreadyLive, .refused, .noneRejected, .unusable: return nil
        }
    }
}
