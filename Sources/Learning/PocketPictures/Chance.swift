internal import Foundation
internal import Layers

typealias Vector = SIMD2<Float>
typealias Colour = SIMD3<Float>

/// Draws of one picture.
struct Chance {
    private var random: SplitMix

    init(seed: UInt64, index: Int) {
        random = SplitMix(seed: seed, number: UInt64(bitPattern: Int64(index)))
    }

    mutating func unit() -> Float { Float(random.next() >> 40) * 0x1p-24 }

    mutating func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

    /// Evenly in the logarithm.
    mutating func scale(_ low: Float, _ high: Float) -> Float {
        low * pow(high / low, unit())
    }

    mutating func happens(_ share: Float) -> Bool { unit() < share }

    /// Near-normal with deviation 1.
    mutating func normal() -> Float { (unit() + unit() + unit() + unit() - 2) * 1.7320508 }

    mutating func count(_ low: Int, _ high: Int) -> Int { low + random.nextIndex(high - low + 1) }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[random.nextIndex(list.count)] }

    mutating func direction() -> Vector {
        let angle = between(0, 2 * .pi)
        return Vector(cos(angle), sin(angle))
    }

    /// A place in the unit disc.
    mutating func place() -> Vector { direction() * unit().squareRoot() }

    mutating func key() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) }
}

extension SIMD2<Float> {
    @inline(__always) var length: Float { (x * x + y * y).squareRoot() }
    @inline(__always) func dot(_ other: Vector) -> Float { x * other.x + y * other.y }
    /// Turned by the angle whose cosine and sine are given.
    @inline(__always) func turned(_ way: Vector) -> Vector {
        Vector(way.x * x - way.y * y, way.y * x + way.x * y)
    }
    /// Turned back.
    @inline(__always) func unturned(_ way: Vector) -> Vector {
        Vector(way.x * x + way.y * y, way.x * y - way.y * x)
    }
    /// A quarter turn on.
    var across: Vector { Vector(-y, x) }
}

extension SIMD3<Float> {
    @inline(__always) var mean: Float { (x + y + z) * (1 / 3) }
}

@inline(__always) func clipped(_ value: Float) -> Float { min(1, max(0, value)) }

/// A soft step from 0 to 1 as `value` goes from 0 to 1.
@inline(__always) func smooth(_ value: Float) -> Float {
    let t = clipped(value)
    return t * t * (3 - 2 * t)
}

/// Noise that has no memory: the same place gives the same value.
enum Grain {
    @inline(__always) static func bits(_ x: Int32, _ y: Int32, _ key: UInt32) -> UInt32 {
        var h =
            (UInt32(bitPattern: x) &* 0x9E37_79B1) ^ (UInt32(bitPattern: y) &* 0x85EB_CA77) ^ key
        h ^= h >> 16
        h = h &* 0x85EB_CA6B
        h ^= h >> 13
        h = h &* 0xC2B2_AE35
        return h ^ (h >> 16)
    }

    /// -1..<1 by whole places.
    @inline(__always) static func white(_ x: Int32, _ y: Int32, _ key: UInt32) -> Float {
        Float(bits(x, y, key) >> 8) * (2 / 16_777_216) - 1
    }

    /// -1...1, continuous, with a knot at every whole place.
    static func value(_ place: Vector, _ key: UInt32) -> Float {
        let (fx, fy) = (place.x.rounded(.down), place.y.rounded(.down))
        let (x, y) = (Int32(fx), Int32(fy))
        let (u, v) = (smooth(place.x - fx), smooth(place.y - fy))
        let a = white(x, y, key)
        let b = white(x &+ 1, y, key)
        let c = white(x, y &+ 1, key)
        let d = white(x &+ 1, y &+ 1, key)
        let upper = a + (b - a) * u
        return upper + (c + (d - c) * u - upper) * v
    }
}
