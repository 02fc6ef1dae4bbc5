/// What one pixel shows under every light.
struct PixelObservations {
    /// Share of the brightest observation under which one lies in shadow.
    private static let shadowMax = 0.04
    /// Deviation that needs no reason: a share of the brightest level, or this many grey levels.
    private static let usualShare = 0.01
    private static let usualLevels = 1.0

    /// What one observation is good for.
    enum Kind {
        case usable, saturated
        /// In shadow: only ambient light.
        case dark
    }

    /// Light, as a share of white.
    private(set) var lights: [Double]
    private(set) var kinds: [Kind]
    /// 0 where an observation is not used, 1 where it follows the law.
    var weights: [Double]
    private(set) var usableCount = 0
    /// Deviation of light that needs no reason.
    private(set) var usual = 0.0

    /// Makes room for the observations under `count` lights.
    init(count: Int) {
        lights = [Double](repeating: 0, count: count)
        kinds = [Kind](repeating: .usable, count: count)
        weights = lights
    }

    /// What the grey level `level` is good for where `brightest` is the brightest.
    @inline(__always)
    static func kind(_ level: Double, brightest: Double) -> Kind {
        if level >= Double(PhotometricStereo.saturation) { return .saturated }
        return level > shadowMax * brightest ? .usable : .dark
    }

    /// Takes grey levels (0...255); false where the pixel is dark under every light.
    @inline(__always)
    mutating func take(_ levels: [Double], white: Double, _ reflectance: Reflectance) -> Bool {
        var brightest = 0.0
        for level in levels { brightest = max(brightest, level) }
        guard brightest >= PixelSolver.levelMin else { return false }
        usableCount = 0
        for k in levels.indices {
            kinds[k] = Self.kind(levels[k], brightest: brightest)
            lights[k] = reflectance.light(levels[k] / white)
            let isUsable = kinds[k] == .usable
            weights[k] = isUsable ? 1 : 0
            usableCount += isUsable ? 1 : 0
        }
        if usableCount < 3 { for k in levels.indices { weights[k] = 1 } }
        let deviation = max(Self.usualShare * brightest, Self.usualLevels)
        // A level's share of light changes with the camera's curve.
        usual =
            reflectance.light(brightest / white) * (1 + reflectance.curve) * deviation / brightest
        return true
    }
}
