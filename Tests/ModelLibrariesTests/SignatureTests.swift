import Foundation
import Signatures
import Testing

/// Ed25519 as RFC 8032 has it, in the files that OpenSSL reads and writes.
struct SignatureTests {
    private static func bytes(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.count, by: 2).compactMap { place in
            let start = digits.index(digits.startIndex, offsetBy: place)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
        }
    }

    /// Test 1 of section 7.1.
    @Test func `the standard's own key signs as the standard says`() throws {
        let der = Self.bytes(
            "302e020100300506032b657004220420"
                + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
        )
        let key = try #require(
            SigningKey(
                pem: "-----BEGIN PRIVATE KEY-----\n\(Data(der).base64EncodedString())\n"
                    + "-----END PRIVATE KEY-----\n"
            )
        )
        #expect(key.verifyingKey.description == "d75a980182b10ab7")
        let wanted = Self.bytes(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        )
        #expect(key.signature(over: []) == wanted)
        #expect(key.verifyingKey.verifies(wanted, over: []))
    }

    @Test func `keys read back from their files, and nothing else does`() throws {
        let key = SigningKey()
        let signature = key.signature(over: [1, 2, 3])
        let read = try #require(VerifyingKey(pem: key.verifyingKey.pem))
        #expect(read == key.verifyingKey && read.verifies(signature, over: [1, 2, 3]))
        #expect(try #require(SigningKey(pem: key.pem)).signature(over: [1, 2, 3]) == signature)
        #expect(!read.verifies(signature, over: [1, 2]))
        #expect(!read.verifies(Array(signature.dropLast()), over: [1, 2, 3]))
        #expect(SigningKey(pem: key.verifyingKey.pem) == nil)
        #expect(VerifyingKey(pem: key.pem) == nil)
        for text in ["", "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----"] {
            #expect(VerifyingKey(pem: text) == nil && SigningKey(pem: text) == nil)
        }
    }
}
