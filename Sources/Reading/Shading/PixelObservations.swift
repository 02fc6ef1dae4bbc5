/// What one pixel shows under every light.
struct PixelObservations {
    /// Share of the brightest observation under which one lies in shadow.
    private static let shadowMax = 0.04
    /// Deviation that needs no reason: a share of the brightest level, or this many grey levels.
    private static let usualShare = 0.01
    private static let usualLevels = 1.0
    /// Share of the brightest level under which a curve is taken to be no flatter.
    private static let darkest = 0.25

    /// What one observation is good for.
    enum Kind {
        case usable, saturated
        /// In shadow: only ambient light.
        case dark
    }

    /// Light, as a share of white.
    private(set) var lights: [Double]
    private(set) var kinds: [Kind]
    /// 0 where an observation is not used; the larger, the better it follows the law.
    var weights: [Double]
    private(set) var usableCount = 0
    /// Deviation of light that needs no reason, of each: the same in grey levels, and so less light
    /// where a camera's curve is flat.
    private(set) var usuals: [Double]

    /// Makes room for the observations under `count` lights.
    init(count: Int) {
        lights = [Double](repeating: 0, count: count)
        kinds = [Kind](repeating: .usable, count: count)
        weights = lights
        usuals = lights
    }

    /// What the grey level `level` is good for where `brightest` is the brightest.
    @inline(__always)
    static func kind(_ level: Double, brightest: Double) -> Kind {
        if level >= Double(PhotometricStereo.saturation) { return .saturated }
        return level > shadowMax * brightest ? .usable : .dark
    }

    /// Takes grey levels (0...255); false where the pixel is dark under every light.
    @inline(__always)
    mutating func take(_ levels: [Double], _ reflectance: Reflectance) -> Bool {
        var brightest = 0.0
        for level in levels { brightest = max(brightest, level) }
        guard brightest >= PixelSolver.levelMin else { return false }
        let white = Reflectance.white
        let deviation = max(Self.usualShare * brightest, Self.usualLevels) / white
        usableCount = 0
        for k in levels.indices {
            kinds[k] = Self.kind(levels[k], brightest: brightest)
            lights[k] = reflectance.light(levels[k] / white)
            usuals[k] =
                deviation
                * reflectance.lightPerLevel(max(levels[k], Self.darkest * brightest) / white)
            let isUsable = kinds[k] == .usable
            weights[k] = isUsable ? 1 : 0
            usableCount += isUsable ? 1 : 0
        }
        if usableCount < 3 { for k in levels.indices { weights[k] = 1 } }
        return true
    }
}
