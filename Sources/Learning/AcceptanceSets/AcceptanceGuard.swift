/// Keeps pictures that judge models out of what models learn from.
public struct AcceptanceGuard: Sendable {
    private let folder: String
    private let judges: [String: String]

    /// Reads the acceptance set in `folder`.
    public init(folder: String) throws(AcceptanceError) {
        self.folder = folder
        let set = try AcceptanceSet(folder: folder)
        var judges: [String: String] = [:]
        for (name, digest) in set.digests { judges[digest] = name }
        self.judges = judges
    }

    /// Refuses `paths`, the pictures that are to be learnt from, where one of them is in the set.
    ///
    /// - Throws: ``AcceptanceError``, naming the first and how many there are.
    public func check(_ paths: [String]) throws(AcceptanceError) {
        var found: [(path: String, judge: String, how: String)] = []
        for path in paths {
            if let judge = judges[try AcceptanceSet.digest(of: path)] {
                found.append((path, judge, "is"))
            }
        }
        guard let first = found.first else { return }
        let rest = found.count > 1 ? ", and \(found.count - 1) more are in it" : ""
        throw AcceptanceError(
            path: first.path,
            reason: "\(first.how) \(first.judge) of the acceptance set \(folder)\(rest)",
            cure: "take what judges models out of what they learn from"
        )
    }
}
