internal import Digests

/// A hash of a Merkle tree: 32 bytes.
public struct MerkleHash: Sendable, Hashable, CustomStringConvertible {
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads 64 lower-case hexadecimal digits; nil where they are none.
    public init?(_ text: String) {
        guard let bytes = AuditBytes.digest(hexadecimal: Array(text.utf8)), bytes.count == 32
        else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String {
        String(decoding: AuditBytes.hexadecimal(bytes), as: UTF8.self)
    }

    /// Of a leaf: SHA-256 over 0x00 and its bytes.
    public static func leaf(_ bytes: [UInt8]) -> MerkleHash {
        var stream = SHA256Stream()
        stream.add([0])
        stream.add(bytes)
        return MerkleHash(bytes: stream.finish())
    }

    /// Of a node: SHA-256 over 0x01 and the hashes below it.
    static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var stream = SHA256Stream()
        stream.add([1])
        stream.add(left.bytes)
        stream.add(right.bytes)
        return MerkleHash(bytes: stream.finish())
    }

    /// Of a tree without leaves: SHA-256 over nothing.
    static let empty = MerkleHash(bytes: SHA256Stream.digest(of: []))
}

/// A Merkle tree that grows leaf by leaf and keeps one hash for each bit of their number.
///
/// Source: RFC 9162, section 2.1.1 (the hashes of RFC 6962). Twin: the recursive definition, in the
/// tests.
public struct MerkleTree: Sendable {
    /// Leaves so far.
    public private(set) var leafCount = 0
    /// Roots of complete subtrees, largest first; one for each bit of ``leafCount``.
    private var peaks: [MerkleHash] = []

    /// No leaf yet.
    public init() {}

    /// Adds a leaf with `bytes`.
    public mutating func append(_ bytes: [UInt8]) { append(hash: .leaf(bytes)) }

    /// Adds a leaf by its hash.
    public mutating func append(hash: MerkleHash) {
        var hash = hash
        // As many subtrees become one as the number of leaves ends in ones.
        var count = leafCount
        while count & 1 == 1 {
            hash = .node(peaks.removeLast(), hash)
            count >>= 1
        }
        peaks.append(hash)
        leafCount += 1
    }

    /// The hash over all leaves so far.
    public var root: MerkleHash {
        guard var root = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { root = .node(peak, root) }
        return root
    }
}
