extension ModelLibrary {
    /// Makes the model live again that was live in `role` before, after proving it anew.
    ///
    /// A second time goes back one further. A running daemon follows the ledger.
    ///
    /// - Returns: the ledger's entry.
    /// - Throws: ``LibraryError`` where there is no model to go back to, ``ModelRefusal`` where it is
    ///   not sound any more.
    public func rollBack(_ role: ModelRole, by author: String) throws -> LedgerEntry {
        try folder.locked {
            var ledger = try ledger()
            let digests = ledger.digests(of: role)
            guard digests.count > 1 else {
                throw LibraryError(
                    path: folder.path,
                    digests.isEmpty
                        ? "has no live model for \(role)"
                        : "has no model for \(role) before this one",
                    cure: "see blisterctl model list"
                )
            }
            let digest = digests[digests.count - 2]
            let brought = ledger.entries.last { $0.role == role && $0.newDigest == digest }
            let entry = LedgerEntry(
                number: 0,
                time: "",
                event: .rolledBack,
                task: role.task,
                product: role.product,
                by: author,
                file: brought?.file ?? "",
                newDigest: digest,
                signedBy: brought?.signedBy,
                acceptance: brought?.acceptance
            )
            // Proved before the ledger names it, so that a damaged file leaves the live one alone.
            var tried = ledger
            tried.append(entry)
            _ = try prove(role, in: tried)
            let number = try record(entry, in: &ledger)
            return ledger.entries[number - 1]
        }
    }
}
