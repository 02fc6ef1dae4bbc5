/// Brightness of a strip that always looks the same.
public struct ReferenceStrip: Sendable, Equatable {
    /// Median brightness, which print or a glint on the strip does not move.
    public let brightness: Double
    /// Darkest tenth over the brightest tenth, 0...1; falls when a lamp fails on one side.
    public let evenness: Double

    /// Measures a strip.
    ///
    /// - Parameter pixels: Brightness in any order, at least 10 numbers, none negative.
    public init(_ pixels: [Float]) {
        precondition(pixels.count >= 10)
        let sorted = pixels.sorted()
        brightness = Double(sorted[sorted.count / 2])
        let tenth = sorted.count / 10
        let dark = sorted.prefix(tenth).reduce(0.0) { $0 + Double($1) }
        let bright = sorted.suffix(tenth).reduce(0.0) { $0 + Double($1) }
        evenness = bright > 0 ? dark / bright : 0
    }
}
