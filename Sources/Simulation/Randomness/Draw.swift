/// A stream of seeded draws that belongs to one thing at one place.
///
/// The stream is keyed by the seed, the purpose and up to three coordinates, so that a thing looks
/// the same whoever renders it and in whatever order. Steele, Lea, Flood: SplitMix64, OOPSLA 2014.
struct Draw: Sendable {
    /// What the draws are for; each purpose is an independent stream.
    enum Purpose: UInt64, Sendable {
        case defect = 1
        case pose
        case surface
        case foil
        case film
        case print
        case camera
        case row
        case wander
        case light
        case trigger
        case machine
        case piece
        case scenario
    }

    private var state: UInt64

    init(seed: UInt64, _ purpose: Purpose, _ first: Int = 0, _ second: Int = 0, _ third: Int = 0) {
        var state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
        for word in [
            purpose.rawValue, UInt64(bitPattern: Int64(first)),
            UInt64(bitPattern: Int64(second)), UInt64(bitPattern: Int64(third)),
        ] {
            state = Self.mixed((state ^ word) &+ 0x9E37_79B9_7F4A_7C15)
        }
        self.state = state
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 64 random bits.
    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// Uniform in 0..<1.
    mutating func unit() -> Double {
        Double(bits() >> 11) * 0x1p-53
    }

    /// Uniform between `low` and `high`.
    mutating func between(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * unit()
    }

    /// Near-normal with deviation 1, cut off at 3.46 (sum of four uniforms).
    mutating func normal() -> Double {
        (unit() + unit() + unit() + unit() - 2) * 1.7320508075688772
    }

    /// Uniform in 0..<count.
    mutating func index(below count: Int) -> Int {
        Int(bits() % UInt64(count))
    }

    /// 32 bits that key per-pixel noise.
    mutating func key() -> UInt32 {
        UInt32(truncatingIfNeeded: bits() >> 32)
    }
}

/// 32 well mixed bits for one pixel; the finaliser of MurmurHash3.
@inline(__always)
func pixelBits(_ column: UInt32, _ key: UInt32) -> UInt32 {
    var h = (column &* 0x9E37_79B1) ^ key
    h ^= h >> 16
    h = h &* 0x85EB_CA6B
    h ^= h >> 13
    h = h &* 0xC2B2_AE35
    return h ^ (h >> 16)
}
