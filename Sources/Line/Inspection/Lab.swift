internal import Foundation

/// A colour in CIE 1976 L*a*b*, from sRGB (IEC 61966-2-1) under D65.
public struct Lab: Sendable, Equatable {
    /// Lightness, 0...100.
    public var lightness: Double
    /// Green to red.
    public var a: Double
    /// Blue to yellow.
    public var b: Double

    /// Converts three samples of 0...255 in the sRGB encoding; values outside are clamped.
    public init(redGreenBlue: [Double]) {
        func linear(_ sample: Double) -> Double {
            let value = max(0, min(1, sample / 255))
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        func root(_ value: Double) -> Double {
            value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
        }
        let (r, g, b) = (linear(redGreenBlue[0]), linear(redGreenBlue[1]), linear(redGreenBlue[2]))
        let x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
        let y = root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
        let z = root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
        lightness = 116 * y - 16
        a = 500 * (x - y)
        self.b = 200 * (y - z)
    }

    /// CIE 1976 colour difference.
    public func difference(to other: Lab) -> Double {
        let (l, a, b) = (lightness - other.lightness, a - other.a, b - other.b)
        return (l * l + a * a + b * b).squareRoot()
    }
}
