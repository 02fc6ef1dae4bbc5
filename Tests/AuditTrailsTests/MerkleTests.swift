import Digests
import Testing

@testable import AuditTrails

/// Merkle trees against the published vectors and the definition.
struct MerkleTests {
    /// Leaves and roots of the reference implementation of RFC 6962 (certificate-transparency,
    /// merkle_tree_test).
    private static let vectors: [(leaf: [UInt8], root: String)] = [
        ([], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ([0x00], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ([0x10], "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ([0x20, 0x21], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ([0x30, 0x31], "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (
            [0x40, 0x41, 0x42, 0x43],
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"
        ),
        (
            Array(0x50...0x57),
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
        ),
        (
            Array(0x60...0x6f),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        ),
    ]

    /// The definition of RFC 9162, section 2.1.1, word for word.
    private static func slowRoot(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard let first = leaves.first else { return SHA256Stream.digest(of: []) }
        guard leaves.count > 1 else { return SHA256Stream.digest(of: [0] + first) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return SHA256Stream.digest(
            of: [1] + slowRoot(leaves[..<middle]) + slowRoot(leaves[middle...])
        )
    }

    @Test func `roots are those of the reference implementation`() {
        var tree = MerkleTree()
        #expect(
            tree.root.description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        for (leaf, root) in Self.vectors {
            tree.append(leaf)
            #expect(tree.root.description == root)
        }
    }

    @Test func `a growing tree has the root of the definition after every leaf`() {
        let seed = UInt64.random(in: 0..<1 << 32)
        var random = SplitMix(state: seed)
        var leaves: [[UInt8]] = []
        var tree = MerkleTree()
        for count in 1...130 {
            let leaf = (0..<random.next() % 40).map { _ in UInt8(random.next() % 256) }
            leaves.append(leaf)
            tree.append(leaf)
            #expect(tree.root.bytes == Self.slowRoot(leaves[...]), "seed \(seed), \(count) leaves")
            #expect(tree.leafCount == count)
        }
    }

    @Test func `each leaf is proved at its place, and no other`() {
        for count in 1...20 {
            let leaves = (0..<count).map { MerkleHash.leaf([UInt8($0)]) }
            var tree = MerkleTree()
            for leaf in leaves { tree.append(hash: leaf) }
            for index in leaves.indices {
                let proof = MerkleProof(of: index, in: leaves)
                for other in leaves.indices {
                    #expect(proof.proves(leaves[other], in: tree.root) == (other == index))
                    let moved = MerkleProof(leafIndex: other, leafCount: count, path: proof.path)
                    #expect(moved.proves(leaves[index], in: tree.root) == (other == index))
                }
                for place in proof.path.indices {
                    var path = proof.path
                    path[place] = .leaf([255, 255])
                    let wrong = MerkleProof(leafIndex: index, leafCount: count, path: path)
                    #expect(!wrong.proves(leaves[index], in: tree.root))
                }
                let longer = MerkleProof(
                    leafIndex: index,
                    leafCount: count,
                    path: proof.path + [.leaf([1])]
                )
                #expect(!longer.proves(leaves[index], in: tree.root))
            }
        }
    }
}
