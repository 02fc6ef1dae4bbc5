internal import Foundation

/// Trigonometry on `Float`, radians.
enum Angle {
    static func sine(_ angle: Float) -> Float { sin(angle) }
    static func cosine(_ angle: Float) -> Float { cos(angle) }
    /// The angle whose cosine is `cosine`.
    static func between(_ cosine: Float) -> Float { acos(min(1, max(-1, cosine))) }
    /// The angle of the direction (`forward`, `side`) against `forward`.
    static func arc(_ side: Float, _ forward: Float) -> Float { atan2(side, forward) }
}
