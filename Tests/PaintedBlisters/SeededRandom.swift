/// SplitMix64, so that a printed seed repeats a picture exactly.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Starts the sequence of `seed`.
    package init(seed: UInt64) { state = seed }

    /// Sixty-four even bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// An even draw between two values.
    package mutating func between(_ low: Double, _ high: Double) -> Double {
        Double.random(in: low...high, using: &self)
    }

    /// About normal with deviation 1: the sum of four even draws out of one word.
    package mutating func noise() -> Double {
        let word = next()
        let sum =
            (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + (word >> 48)
        return (Double(sum) / 65536 - 2) * 3.0.squareRoot()
    }
}
