/// The Merkle root over the stored blisters of a batch, as the trail has it.
public struct BatchRoot: Sendable, Equatable {
    /// Batch number.
    public var batch: Int
    /// Blisters, in the order of the store.
    public var leafCount: Int
    /// 64 digits.
    public var root: String

    /// Makes a root.
    public init(batch: Int, leafCount: Int, root: String) {
        self.batch = batch
        self.leafCount = leafCount
        self.root = root
    }

    /// Of a tree over the blisters of `batch`.
    public init(batch: Int, tree: MerkleTree) {
        self.init(batch: batch, leafCount: tree.leafCount, root: tree.root.description)
    }

    /// Reads the value of an entry: `leaves=… root=…`; nil where it is none.
    public init?(_ entry: AuditNote) {
        guard entry.event == .batchRoot, let batch = entry.subject.flatMap({ Int($0) }),
            let words = entry.after?.split(separator: " "), words.count == 2,
            words[0].hasPrefix("leaves="), words[1].hasPrefix("root="),
            let leafCount = Int(words[0].dropFirst("leaves=".count))
        else { return nil }
        self.init(
            batch: batch,
            leafCount: leafCount,
            root: String(words[1].dropFirst("root=".count))
        )
    }

    /// The value of an entry.
    public var text: String { "leaves=\(leafCount) root=\(root)" }

    /// The entry that tells of it.
    ///
    /// - Parameter before: The root that the trail had for the batch, if any.
    /// - Returns: What to append.
    public func note(before: BatchRoot? = nil) -> AuditNote {
        AuditNote(
            .batchRoot,
            subject: "\(batch)",
            before: before?.text,
            after: text,
            reason: before == nil ? nil : "verdicts of the batch were amended after its end"
        )
    }
}
