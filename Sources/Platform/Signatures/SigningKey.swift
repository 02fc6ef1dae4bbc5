internal import CSodium

/// A private Ed25519 key (RFC 8032), for any thread.
public struct SigningKey: Sendable {
    /// DER of PKCS #8 up to the seed (RFC 8410, section 7).
    static let prefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]
    private static let label = "PRIVATE KEY"

    private let seed: [UInt8]

    /// A new key, from the kernel's random numbers.
    public init() {
        var seed = [UInt8](repeating: 0, count: 32)
        unsafe seed.withUnsafeMutableBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe blisterd_random(start, bytes.count)
        }
        self.seed = seed
    }

    /// Reads PKCS #8 in PEM, as ``pem`` and OpenSSL write it; nil where it is none of Ed25519.
    public init?(pem: String) {
        guard let seed = PEM.key(pem, label: Self.label, prefix: Self.prefix) else { return nil }
        self.seed = seed
    }

    /// PKCS #8 in PEM.
    public var pem: String { PEM.text(Self.prefix + seed, label: Self.label) }

    /// What signatures of this key are checked with.
    public var verifyingKey: VerifyingKey {
        var key = [UInt8](repeating: 0, count: 32)
        unsafe seed.withUnsafeBufferPointer { seed in
            unsafe key.withUnsafeMutableBufferPointer { key in
                guard let from = seed.baseAddress, let to = key.baseAddress else { return }
                unsafe blisterd_ed25519_public_key(from, to)
            }
        }
        return VerifyingKey(bytes: key)
    }

    /// The signature over `bytes`: 64 bytes.
    public func signature(over bytes: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: VerifyingKey.signatureByteCount)
        unsafe seed.withUnsafeBufferPointer { seed in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe signature.withUnsafeMutableBufferPointer { signature in
                    guard let from = seed.baseAddress, let to = signature.baseAddress else {
                        return
                    }
                    unsafe blisterd_ed25519_sign(from, bytes.baseAddress, bytes.count, to)
                }
            }
        }
        return signature
    }
}
