/// Where the light comes from, seen from the surface, and how strong it is.
///
/// A unit vector towards the light: x to the right, y up, z towards the camera.
public struct LightDirection: Sendable, Equatable {
    /// To the right, -1...1.
    public let x: Double
    /// Up, -1...1.
    public let y: Double
    /// Towards the camera, over 0 and at most 1.
    public let z: Double
    /// Strength against the other lights; over 0, usually near 1.
    public let intensity: Double

    /// Makes a direction of length 1 from any vector but the zero one.
    public init(x: Double, y: Double, z: Double, intensity: Double = 1) {
        let length = (x * x + y * y + z * z).squareRoot()
        precondition(length > 0 && intensity > 0)
        self.x = x / length
        self.y = y / length
        self.z = z / length
        self.intensity = intensity
    }

    /// The direction as a vector.
    public var vector: SIMD3<Double> { SIMD3(x, y, z) }
}
