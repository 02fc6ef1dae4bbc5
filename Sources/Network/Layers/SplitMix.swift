/// Random numbers that are the same on every machine: SplitMix64, Steele, Lea and Flood, "Fast
/// splittable pseudorandom number generators", 2014.
public struct SplitMix: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    /// Starts at `seed`.
    public init(seed: UInt64) { state = seed }

    /// Starts at a place that belongs to `seed` and `name` (FNV-1a).
    public init(seed: UInt64, _ name: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
        state = seed &* 0x9e37_79b9_7f4a_7c15 ^ hash
    }

    /// Starts at a place that belongs to `seed` and `number`, such as an epoch.
    public init(seed: UInt64, number: UInt64) {
        var mixed = SplitMix(seed: seed)
        state = mixed.next() ^ (number &* 0xd1b5_4a32_d192_ed03)
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }

    /// A number in 0..<1.
    public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A whole number in 0..<`count`.
    public mutating func nextIndex(_ count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
