internal import Datasets

/// Keeps pictures that judge models out of what models learn from.
public struct AcceptanceGuard: Sendable {
    private let folder: String
    private let judges: [(name: String, path: String, digest: String, group: String)]

    /// Reads the acceptance set in `folder`, which must be as it was sealed.
    public init(folder: String) throws(AcceptanceError) {
        self.folder = folder
        let set = try AcceptanceSet(folder: folder)
        _ = try set.pictures()
        judges = try AcceptanceSet.found(folder).map { name, picture in
            (name, picture.path, set.digests[name] ?? "", picture.group)
        }
    }

    /// Refuses `paths`, the pictures that are to be learnt from, where one of them is in the set or
    /// was made from a picture of it.
    ///
    /// Takes about 0.1 ms of a processor for each pair of pictures. Any thread; uses all processors.
    ///
    /// - Throws: ``AcceptanceError``, naming the first and how many more there are.
    public func check(_ paths: [String]) throws(AcceptanceError) {
        let found = try copies(among: paths)
        guard let first = found.first else { return }
        let rest = found.count > 1 ? "; so are \(found.count - 1) more" : ""
        throw AcceptanceError(
            path: first.path,
            reason: "\(first.isSame ? "is" : "is nearly") \(first.judge) of the acceptance set "
                + "\(folder)\(rest)",
            cure: "take what judges models out of what they learn from"
        )
    }

    /// Every path that is, or was made from, a picture of the set, in the order given.
    ///
    /// Takes as long as ``check(_:)``.
    ///
    /// - Returns: The path, the picture of the set, and whether both are the same bytes.
    /// - Throws: ``AcceptanceError`` for a picture that cannot be read.
    public func copies(
        among paths: [String]
    ) throws(AcceptanceError) -> [(path: String, judge: String, isSame: Bool)] {
        let names = Dictionary(judges.map { ($0.digest, $0.name) }) { first, _ in first }
        var same: [Int: String] = [:]
        for (index, path) in paths.enumerated() {
            same[index] = names[try AcceptanceSet.digest(of: path)]
        }
        let others = paths.indices.filter { same[$0] == nil }
        let near = try NearDuplicates(judges.map { .init(path: $0.path, group: $0.group) })
            .copies(among: others.map { paths[$0] })
        var found = same.map { (index: $0, judge: $1, isSame: true) }
        for (place, judge) in near {
            found.append((index: others[place], judge: judges[judge].name, isSame: false))
        }
        return found.sorted { $0.index < $1.index }
            .map { (path: paths[$0.index], judge: $0.judge, isSame: $0.isSame) }
    }
}
