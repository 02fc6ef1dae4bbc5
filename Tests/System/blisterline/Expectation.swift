/// What the reject pin must say about one blister.
enum Expectation: Equatable {
    /// As the truth says.
    case truth(kinds: [String])
    /// Reject, whatever the truth: not seen, or not seen by the daemon that is running now.
    case unseen(why: String)
    /// Reject always satisfies; accept only if the truth says so: partly seen or while recovering.
    case recovering(kinds: [String])

    func allows(pass: Bool) -> Bool {
        switch self {
        case .truth(let kinds): pass == kinds.isEmpty
        case .unseen: !pass
        case .recovering(let kinds): !pass || kinds.isEmpty
        }
    }

    var words: String {
        switch self {
        case .truth(let kinds): kinds.isEmpty ? "accept" : "reject(\(Self.list(kinds)))"
        case .unseen(let why): "reject(unseen: \(why))"
        case .recovering(let kinds):
            kinds.isEmpty ? "either (recovering)" : "reject(\(Self.list(kinds)))"
        }
    }

    private static func list(_ kinds: [String]) -> String {
        var distinct: [String] = []
        for kind in kinds where !distinct.contains(kind) { distinct.append(kind) }
        return distinct.joined(separator: ",")
    }
}
