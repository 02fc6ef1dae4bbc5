/// Proof that a leaf is in a tree whose root is known: the hashes beside its way to the root.
///
/// Source: RFC 9162, section 2.1.3.
public struct MerkleProof: Sendable, Equatable {
    /// Position of the leaf, from 0.
    public let leafIndex: Int
    /// Leaves of the tree.
    public let leafCount: Int
    /// From the leaf to the root.
    public let path: [MerkleHash]

    /// A proof from elsewhere.
    public init(leafIndex: Int, leafCount: Int, path: [MerkleHash]) {
        self.leafIndex = leafIndex
        self.leafCount = leafCount
        self.path = path
    }

    /// The proof for one of `leaves`; `leafIndex` must be one of theirs.
    public init(of leafIndex: Int, in leaves: [MerkleHash]) {
        precondition(leaves.indices.contains(leafIndex))
        self.init(
            leafIndex: leafIndex,
            leafCount: leaves.count,
            path: Self.path(leafIndex, leaves[...])
        )
    }

    /// Whether `leaf` stands at its place in the tree with `root`.
    ///
    /// Source: RFC 9162, section 2.1.3.2.
    public func proves(_ leaf: MerkleHash, in root: MerkleHash) -> Bool {
        guard leafIndex >= 0, leafIndex < leafCount else { return false }
        var index = leafIndex
        var last = leafCount - 1
        var hash = leaf
        for sibling in path {
            if last == 0 { return false }
            if index & 1 == 1 || index == last {
                hash = .node(sibling, hash)
                while index & 1 == 0, index != 0 {
                    index >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            index >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    private static func path(_ index: Int, _ leaves: ArraySlice<MerkleHash>) -> [MerkleHash] {
        guard leaves.count > 1 else { return [] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        let (left, right) = (leaves[..<middle], leaves[middle...])
        return index < split
            ? path(index, left) + [root(right)]
            : path(index - split, right) + [root(left)]
    }

    private static func root(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
        var tree = MerkleTree()
        for leaf in leaves { tree.append(hash: leaf) }
        return tree.root
    }
}
