internal import ModelLibraries
internal import Panel

extension ModelRole {
    /// Its description in the signs that an address may have.
    var panelName: String {
        String("\(self)".map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}

extension StationModels {
    /// The models in use, for people.
    var names: [String] {
        watch.running.sorted { "\($0.key)" < "\($1.key)" }.map {
            "\($0.key) \($0.value.prefix(12))"
        }
    }

    /// The live model of every role, and the one before it.
    func listed() -> [PanelModel] {
        guard let ledger = try? library.ledger() else { return [] }
        let running = watch.running
        return ledger.roles.flatMap { role in
            ledger.digests(of: role).suffix(2).reversed().map { digest in
                let brought = ledger.entries.last { $0.role == role && $0.newDigest == digest }
                let isLive = ledger.live(role) == digest
                let state =
                    isLive ? (running[role] == digest ? "in use" : "not in use yet") : "before"
                return PanelModel(
                    name: role.panelName,
                    task: role.task,
                    digest: digest,
                    isLive: isLive,
                    sentence: "\(state); \(brought?.file ?? ""), by \(brought?.by ?? "?")"
                )
            }
        }
    }

    /// Makes the model before live again in the role `name`.
    ///
    /// - Returns: one sentence; nil where there is no such role.
    /// - Throws: where there is no sound model before.
    func rollBack(_ name: String, by person: String) throws -> String? {
        guard let role = try library.ledger().roles.first(where: { $0.panelName == name }) else {
            return nil
        }
        let entry = try library.rollBack(role, by: person)
        return "\(role): \(entry.newDigest?.prefix(12) ?? "none") is live again"
    }
}
