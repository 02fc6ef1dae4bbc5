/// How the web is lit.
public enum LightKind: String, Sendable, CaseIterable {
    /// A white dome with a slit for the camera: even, few highlights.
    case dome
    /// Two bars before and behind the camera line: strong highlights along travel.
    case bar
    /// Through a half mirror along the camera's axis: flat metal bright, slopes dark.
    case coaxial
}

/// Radiance of the lamps by direction; a perfectly white matt surface lying flat comes out as 1.
///
/// Axes: x across the web, y along travel, z towards the camera.
struct LightField: Sendable {
    let kind: LightKind

    /// What a mirror of blur `softness` (radians) sees in direction `r`.
    func radiance(_ r: SIMD3<Float>, softness: Float) -> Float {
        let below: Float = 0.12
        guard r.z > 0.02 else { return below }
        let polar = Angle.between(r.z)
        switch kind {
        case .dome:
            let slit = 1 - 0.75 * band(Angle.arc(r.y, r.z), -0.10, 0.10, softness)
            let hood = 0.25 + 0.75 * band(polar, -1, 1.30, softness + 0.10)
            return 1.10 * slit * hood
        case .bar:
            let tilt = Angle.arc(abs(r.y), r.z)
            let across = Angle.arc(abs(r.x), r.z)
            let bar = band(tilt, 0.52, 0.80, softness) * band(across, -1.2, 1.2, 0.25 + softness)
            return 0.18 + 4.4 * bar
        case .coaxial:
            return 0.25 + 4.2 * band(polar, -1, 0.16, softness)
        }
    }

    private func band(_ value: Float, _ low: Float, _ high: Float, _ softness: Float) -> Float {
        let width = max(0.02, softness)
        return rise((value - low) / width) * rise((high - value) / width)
    }

    private func rise(_ value: Float) -> Float {
        let t = min(1, max(0, 0.5 + value * 0.5))
        return t * t * (3 - 2 * t)
    }

    /// Irradiance of a matt surface with unit normal `n`, as sampled over the upper half space.
    func irradiance(_ n: SIMD3<Float>) -> Float {
        var sum: Float = 0
        for direction in Self.directions {
            let cosine = (n * direction).sum()
            guard cosine > 0 else { continue }
            sum += cosine * radiance(direction, softness: 0.12)
        }
        return sum
    }

    private static let directions: [SIMD3<Float>] = {
        var list: [SIMD3<Float>] = []
        let count = 700
        for index in 0..<count {
            let z = (Float(index) + 0.5) / Float(count)
            let angle = Float(index) * 2.399963
            let across = (1 - z * z).squareRoot()
            list.append(SIMD3(across * Angle.cosine(angle), across * Angle.sine(angle), z))
        }
        return list
    }()
}
