internal import CSodium
internal import Foundation

/// A public Ed25519 key (RFC 8032), for any thread.
public struct VerifyingKey: Sendable, Hashable, CustomStringConvertible {
    /// Bytes of a signature.
    public static let signatureByteCount = 64
    /// DER of SubjectPublicKeyInfo up to the key (RFC 8410, section 4).
    static let prefix: [UInt8] = [
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    private static let label = "PUBLIC KEY"

    private let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads SubjectPublicKeyInfo in PEM, as ``pem`` and OpenSSL write it; nil where it is none of
    /// Ed25519.
    public init?(pem: String) {
        guard let bytes = PEM.key(pem, label: Self.label, prefix: Self.prefix) else { return nil }
        self.bytes = bytes
    }

    /// SubjectPublicKeyInfo in PEM.
    public var pem: String { PEM.text(Self.prefix + bytes, label: Self.label) }

    /// The first 16 hexadecimal digits of the key, which name it in records.
    public var description: String {
        bytes.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Whether `signature` was made over `content` by the owner of this key.
    public func verifies(_ signature: [UInt8], over content: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount else { return false }
        return unsafe bytes.withUnsafeBufferPointer { key in
            unsafe content.withUnsafeBufferPointer { content in
                unsafe signature.withUnsafeBufferPointer { signature in
                    guard let key = key.baseAddress, let signature = signature.baseAddress else {
                        return false
                    }
                    let start = content.baseAddress
                    return unsafe blisterd_ed25519_verify(key, start, content.count, signature)
                        == 1
                }
            }
        }
    }
}

/// The armour of RFC 7468.
enum PEM {
    static func text(_ der: [UInt8], label: String) -> String {
        let body = Data(der).base64EncodedString()
        return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
    }

    /// What follows `prefix` in the first block named `label`, when it is 32 bytes.
    static func key(_ text: String, label: String, prefix: [UInt8]) -> [UInt8]? {
        guard let start = text.range(of: "-----BEGIN \(label)-----"),
            let end = text.range(of: "-----END \(label)-----"), start.upperBound <= end.lowerBound,
            let der = Data(
                base64Encoded: String(text[start.upperBound..<end.lowerBound]),
                options: .ignoreUnknownCharacters
            ),
            der.starts(with: prefix), der.count == prefix.count + 32
        else { return nil }
        return Array(der.dropFirst(prefix.count))
    }
}
