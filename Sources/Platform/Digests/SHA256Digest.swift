internal import CSodium

/// A SHA-256 digest (FIPS 180-4): the name of a file's content in recipes and the audit trail.
public struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let description: String

    /// Digests `bytes`, by libsodium.
    ///
    /// May be called from any thread.
    public init(of bytes: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe bytes.withUnsafeBufferPointer { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                guard let start = output.baseAddress else { return }
                unsafe blisterd_sha256(input.baseAddress, input.count, start)
            }
        }
        let digits = Array("0123456789abcdef")
        description = String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
