internal import Foundation

/// Weights of six neighbouring samples for a lens blur at every sub-pixel place.
struct LensTable: Sendable {
    /// Sub-pixel places per pixel.
    static let phases = 64
    /// Samples that one pixel mixes: from two before to three after.
    static let taps = 6

    /// `phases` groups of ``taps`` weights, each summing to 1.
    let weights: [Float]

    /// A Gaussian of deviation `sigma` pixels, spread over `motion` pixels.
    init(sigma: Double, motion: Double) {
        let sigma = max(0.28, sigma)
        let half = max(0.02, motion / 2)
        func area(_ edge: Double) -> Double { 0.5 * (1 + erf(edge / (sigma * 1.4142135623730951))) }
        var weights: [Float] = []
        for phase in 0..<Self.phases {
            let fraction = Double(phase) / Double(Self.phases)
            let raw = (-2...3).map { tap in
                let gap = Double(tap) - fraction
                return area(gap + half) - area(gap - half)
            }
            let sum = raw.reduce(0, +)
            weights += raw.map { Float($0 / sum) }
        }
        self.weights = weights
    }

    /// Whole part and table offset for the sample place `place`.
    static func split(_ place: Double) -> (whole: Int, offset: Int) {
        // Shifted so that truncation rounds: rendered places reach no further back than the bias.
        let bias = 1 << 20
        let steps = Int(place * Double(phases) + 0.5 + Double(bias * phases)) - bias * phases
        let whole = steps >> 6
        return (whole, (steps - whole * phases) * taps)
    }
}
