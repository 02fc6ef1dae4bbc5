internal import Glibc
import Imaging

/// How a surface answers its lights: what holds for the whole picture and not for one pixel.
///
/// A level is ρ·(s·f·c·r + a) + s·f·Σ wⱼ·hʲ: strength s and fall f of the light at the place, cosine
/// c between normal and light, roughness r (Oren and Nayar, SIGGRAPH 1994, its first-order term),
/// ambient light a, and gloss in lobes of the half vector's cosine h (Blinn, SIGGRAPH 1977). All 0
/// but the strengths, it is Lambert's law under far lights.
struct Reflectance {
    /// The lobes' exponents are 8, 16, 32, 64 and 128.
    static let lobeCount = 5
    /// Grey level of white.
    static let white = 255.0
    /// Cosine of the line of sight under which roughness counts no further.
    private static let sightMin = 0.05

    /// Unit vectors towards the lights, at the middle of the picture.
    var directions: [SIMD3<Double>]
    /// Against each other, about 1.
    var strengths: [Double]
    /// Light from everywhere, as a share of a light of strength 1.
    var ambient = 0.0
    /// Half the picture's longer side over the lights' distance; 0 when they are far away.
    var nearness = 0.0
    /// What is added to the exponent 1 that turns levels into light; 0 for a linear camera.
    var curve = 0.0
    /// Share by which a grazing light is thrown back more than by Lambert's law.
    var roughness = 0.0
    /// Brightness of every lobe, as a share of white.
    var lobes = [Double](repeating: 0, count: lobeCount)

    /// Lambert's law under `lights`.
    init(_ lights: [LightDirection]) {
        directions = lights.map(\.vector)
        strengths = lights.map(\.intensity)
    }

    /// The light that made the grey level `level`, 0...1.
    @inline(__always)
    func light(_ level: Double) -> Double {
        curve == 0 || level <= 0 ? level : pow(level, 1 + curve)
    }

    /// How much more light a little more of the grey level `level` is.
    @inline(__always)
    func lightPerLevel(_ level: Double) -> Double {
        curve == 0 ? 1 : (1 + curve) * pow(level, curve)
    }

    /// Towards light `k` from `place`, and what arrives of it there.
    ///
    /// Places in halves of the picture's longer side from its middle, up and to the right.
    @inline(__always)
    func ray(_ k: Int, at place: SIMD2<Double>) -> (towards: SIMD3<Double>, power: Double) {
        guard nearness != 0 else { return (directions[k], strengths[k]) }
        let way = directions[k] - nearness * SIMD3(place.x, place.y, 0)
        let square = (way * way).sum()
        return (way / square.squareRoot(), strengths[k] / square)
    }

    /// What light `k` makes of a surface with `scaled`, its normal times its albedo.
    @inline(__always)
    func answer(_ scaled: SIMD3<Double>, to k: Int, at place: SIMD2<Double>) -> Answer {
        let albedo = max((scaled * scaled).sum().squareRoot(), 1e-9)
        let normal = scaled / albedo
        let (towards, power) = ray(k, at: place)
        let cosine = (normal * towards).sum()
        guard cosine > 0 else {
            return Answer(level: ambient * albedo, slope: ambient * normal, albedo: albedo)
        }
        var answer = Answer(level: 0, slope: .zero, albedo: albedo)
        answer.power = power
        let sight = max(normal.z, Self.sightMin)
        answer.grazing = max(towards.z - cosine * sight, 0) / max(cosine, sight)
        answer.cosine = cosine
        let share = 1 + roughness * answer.grazing
        answer.level = albedo * cosine * share
        answer.slope = towards * share
        let sum = towards + SIMD3(0, 0, 1)
        let half = sum / (sum * sum).sum().squareRoot()
        answer.lobe = (normal * half).sum()
        var lobe = answer.lobe * answer.lobe
        lobe *= lobe
        var exponent = 4.0
        var steepness = 0.0
        for weight in lobes {
            lobe *= lobe
            exponent *= 2
            answer.level += weight * lobe
            steepness += weight * exponent * lobe
        }
        if steepness > 0, answer.lobe > 1e-3 {
            answer.slope += (half / answer.lobe - normal) * (steepness / albedo)
        }
        answer.level = power * answer.level + ambient * albedo
        answer.slope = power * answer.slope + ambient * normal
        return answer
    }

    /// A predicted level and what it hangs on.
    struct Answer {
        /// As a share of white.
        var level: Double
        /// Change with ρ·n.
        var slope: SIMD3<Double>
        let albedo: Double
        /// What arrives of the light; 0 in its shadow.
        var power = 0.0
        var cosine = 0.0
        /// What roughness 1 adds, as a share.
        var grazing = 0.0
        /// Cosine between normal and half vector.
        var lobe = 0.0
    }
}
