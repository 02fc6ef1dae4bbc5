import Digests
import Testing

/// SHA-256 in parts, by the processor's instructions where it has them.
struct DigestTests {
    private static func hexadecimal(_ digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    @Test func `the examples of FIPS 180-4 come out`() {
        let abc = SHA256Stream.digest(of: Array("abc".utf8))
        #expect(
            Self.hexadecimal(abc)
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(
            Self.hexadecimal(SHA256Stream.digest(of: Array(long.utf8)))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
    }

    @Test func `any parts of any bytes have the digest of libsodium`() {
        let seed = UInt64.random(in: 0..<1 << 32)
        var random = SplitMix(state: seed)
        for count in Array(0...300) + [1000, 4096, 10_007] {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            var stream = SHA256Stream()
            var start = 0
            while start < count {
                let end = min(count, start + 1 + Int(random.next() % 150))
                stream.add(bytes, start..<end)
                start = end
            }
            let digest = Self.hexadecimal(stream.finish())
            #expect(digest == SHA256Digest(of: bytes).description, "seed \(seed), \(count) bytes")
        }
    }
}
