internal import CSodium

/// SHA-256 (FIPS 180-4) over parts that come one after another, by libsodium.
///
/// A value; for any thread.
public struct SHA256Stream: Sendable {
    /// Bytes of a digest.
    public static let byteCount = 32

    private var state = blisterd_sha256_state()

    /// Nothing digested yet.
    public init() { unsafe blisterd_sha256_start(&state) }

    /// Adds `bytes`.
    public mutating func add(_ bytes: [UInt8]) { add(bytes, bytes.indices) }

    /// Adds the part `range` of `bytes`.
    public mutating func add(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe blisterd_sha256_add(&state, start + range.lowerBound, range.count)
        }
    }

    /// The digest: 32 bytes.
    public consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        finish(into: &digest)
        return digest
    }

    /// Writes the digest over the first 32 bytes of `digest`, without allocating.
    public consuming func finish(into digest: inout [UInt8]) {
        precondition(digest.count >= Self.byteCount)
        unsafe digest.withUnsafeMutableBufferPointer { output in
            guard let start = output.baseAddress else { return }
            unsafe blisterd_sha256_finish(&state, start)
        }
    }

    /// The digest of `bytes`: 32 bytes.
    public static func digest(of bytes: [UInt8]) -> [UInt8] {
        var stream = SHA256Stream()
        stream.add(bytes)
        return stream.finish()
    }
}
