internal import Foundation
internal import Layers

typealias Vector = SIMD2<Float>

/// Draws that pictures of text are made by.
extension SplitMix {
    mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

    mutating func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

    /// Evenly in the logarithm.
    mutating func scale(_ low: Float, _ high: Float) -> Float { low * pow(high / low, unit()) }

    mutating func happens(_ share: Float) -> Bool { unit() < share }

    /// Near-normal with deviation 1.
    mutating func normal() -> Float { (unit() + unit() + unit() + unit() - 2) * 1.7320508 }

    mutating func count(_ low: Int, _ high: Int) -> Int { low + nextIndex(high - low + 1) }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[nextIndex(list.count)] }
}

/// Waves without the library's call.
enum Wave {
    static func sine(_ angle: Float) -> Float { sin(angle) }
}
