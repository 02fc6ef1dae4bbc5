internal import CSodium

/// A password as it is kept: Argon2id (RFC 9106) with its own salt, by libsodium.
///
/// May be used from any thread; making and comparing one take a tenth of a second and 64 MiB.
public struct PasswordHash: Sendable, Hashable {
    /// Passes over the memory: the second choice of RFC 9106, section 4.
    static let passCount: UInt64 = 3
    /// Bytes of memory.
    static let memoryByteCount = 64 << 20
    /// Longest password in bytes.
    public static let passwordByteCountMax = 1_024

    /// The text that is kept, `$argon2id$v=19$…`.
    public let text: String

    /// Takes the text of a hash that was kept; nil where it is none.
    public init?(text: String) {
        guard text.hasPrefix("$argon2id$v=19$"),
            text.utf8.count < Int(BLISTERD_PASSWORD_HASH_BYTES),
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { return nil }
        self.text = text
    }

    /// Hashes `password`; nil where the memory for it is not there, or it is too long.
    public init?(of password: String) {
        let password = Array(password.utf8)
        guard password.count <= Self.passwordByteCountMax else { return nil }
        var hash = [CChar](repeating: 0, count: Int(BLISTERD_PASSWORD_HASH_BYTES))
        let code = unsafe password.withUnsafeBufferPointer { password in
            unsafe hash.withUnsafeMutableBufferPointer { hash -> Int32 in
                guard let start = hash.baseAddress else { return -1 }
                return unsafe blisterd_password_hash(
                    password.baseAddress,
                    password.count,
                    Self.passCount,
                    Self.memoryByteCount,
                    start
                )
            }
        }
        guard code == 0 else { return nil }
        text = String(decoding: hash.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether this is the hash of `password`.
    public func matches(_ password: String) -> Bool {
        let password = Array(password.utf8)
        guard password.count <= Self.passwordByteCountMax else { return false }
        return unsafe password.withUnsafeBufferPointer { password in
            unsafe text.withCString { hash in
                unsafe blisterd_password_verify(hash, password.baseAddress, password.count) == 1
            }
        }
    }
}

/// Secrets that nobody guesses.
public enum RandomToken {
    /// 256 bits from the kernel, as 64 hexadecimal digits.
    public static func make() -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe blisterd_random(start, bytes.count)
        }
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
