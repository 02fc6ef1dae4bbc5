internal import Foundation

/// What is live and how it came about: the truth of a library, one file, replaced as a whole.
public struct ModelLedger: Sendable, Equatable, Codable {
    /// Version of the file's format.
    var version = 1
    /// Every change, the oldest first.
    public private(set) var entries: [LedgerEntry] = []

    init() {}

    init(contents: Data, path: String) throws(LibraryError) {
        guard let ledger = try? JSONDecoder().decode(ModelLedger.self, from: contents),
            ledger.version == 1,
            ledger.entries.enumerated().allSatisfy({ $1.number == $0 + 1 })
        else {
            throw LibraryError(
                path: path,
                "is damaged, so that nobody knows which model is live",
                cure: "put it back from a backup, or remove it and copy the models in again"
            )
        }
        self = ledger
    }

    var contents: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("text and numbers can be encoded")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    mutating func append(_ entry: LedgerEntry) { entries.append(entry) }

    /// Roles that ever had a model, sorted.
    public var roles: [ModelRole] { Set(entries.map(\.role)).sorted() }

    /// The models that a role can go back through, the live one last.
    ///
    /// A rollback takes the last one away, a withdrawal undoes the entry before it.
    public func digests(of role: ModelRole) -> [String] {
        var states: [[String]] = [[]]
        for entry in entries where entry.role == role {
            let state = states[states.count - 1]
            switch entry.event {
            case .dropped, .installed: states.append(state + [entry.newDigest].compactMap(\.self))
            case .rolledBack: states.append(Array(state.dropLast()))
            case .withdrawn: if states.count > 1 { states.removeLast() }
            }
        }
        return states[states.count - 1]
    }

    /// SHA-256 of the model that is live in `role`.
    public func live(_ role: ModelRole) -> String? { digests(of: role).last }

    /// The entry that made the live model of `role` so, and the one that first brought it in.
    public func origin(of role: ModelRole) -> (since: LedgerEntry, brought: LedgerEntry)? {
        guard let digest = live(role),
            let since = entries.last(where: { $0.role == role && $0.newDigest == digest }),
            let brought = entries.last(where: {
                $0.role == role && $0.newDigest == digest
                    && [.dropped, .installed].contains($0.event)
            })
        else { return nil }
        return (since, brought)
    }

    /// Names of all files that the ledger speaks of.
    var installedNames: Set<String> {
        Set(
            entries.flatMap { entry in
                [entry.oldDigest, entry.newDigest].compactMap(\.self)
                    .map { LibraryFolder.installedName(entry.role, $0) }
            }
        )
    }
}
