internal import Glibc
import Imaging

/// Finds the reflectance that explains the pictures best, on a sample of their pixels.
///
/// All unknowns of the whole picture and the normals of the sample are moved together (bundle
/// adjustment; the normals are eliminated pixel by pixel), against what is usual of each unknown.
/// What the fixed directions leave open, the evenness of the albedo decides.
struct ReflectanceFit {
    private static let roundCount = 25
    /// A round that makes less of a difference is the last.
    private static let gainMin = 0.05
    /// Usual curves: a linear camera's, and nearly that of sRGB.
    private static let curves = [0, 1.2]
    /// What the whole sample counts, in independent observations: neighbours err alike.
    private static let observationCount = 3000.0
    /// What evenness of the albedo counts, in independent pixels.
    static let albedoCount = 100.0
    /// How far the mean normal usually is off the line of sight.
    static let tiltSpread = 0.2
    /// What is usual: standard deviations of logarithmic strengths, directions (radians), ambient
    /// light, nearness, curve, roughness and each lobe.
    private static let strengthSpread = 0.2
    private static let turnSpread = 0.0175
    private static let spreads = [0.05, 0.15, 0.25, 0.3] + lobes(0.2)
    /// Bounds of the same, the lights' apart.
    private static let ranges = [0...0.3, -0.02...0.6, -0.15...1.5, 0...1] + lobes(0...1.5)
    private static let flatRanges = [0...0, -0.02...0.6, 0...0, 0...0] + lobes(0...0)
    /// Furthest that they move in a round.
    private static let steps = [0.05, 0.1, 0.25, 0.2] + lobes(0.2)

    private let start: Reflectance
    /// Two unit vectors at right angles to every light's direction.
    let turns: [(SIMD3<Double>, SIMD3<Double>)]
    let sample: ReflectanceSample
    var lightCount: Int { start.directions.count }

    /// Makes a fit of what `sample` shows.
    init(_ sample: ReflectanceSample, under lights: [LightDirection]) {
        self.sample = sample
        start = Reflectance(lights)
        turns = start.directions.map { direction in
            let aside: SIMD3<Double> = direction.z.magnitude < 0.99 ? [0, 0, 1] : [1, 0, 0]
            let across = Self.cross(aside, direction)
            let unit = across / (across * across).sum().squareRoot()
            return (unit, Self.cross(direction, unit))
        }
    }

    /// The best reflectance, and whether the surface is flat but for small bumps.
    ///
    /// On such a surface nothing tells a camera's curve, gloss or ambient light from the bumps'
    /// height: only strengths and places of the lights are found.
    func solved() -> (reflectance: Reflectance, isFlat: Bool) {
        let flat = descended(curve: 0, within: Self.flatRanges)
        if ReflectanceSample.isFlat(flat.normals) { return (flat.reflectance, true) }
        let solutions = Self.curves.map { descended(curve: $0, within: Self.ranges) }
        return ((solutions.min { $0.cost < $1.cost } ?? flat).reflectance, false)
    }

    /// What is reached from Lambert's law and a camera of `curve`.
    private func descended(curve: Double, within ranges: [ClosedRange<Double>]) -> State {
        var usual = [Double](repeating: 0, count: 3 * lightCount + Self.spreads.count)
        usual[3 * lightCount + 2] = curve
        var unknowns = usual
        var best = state(unknowns, normals: nil, usual: usual)
        var damping = 1e-3
        for _ in 0..<Self.roundCount {
            let system = linearised(unknowns, best, usual: usual)
            var gain = 0.0
            for _ in 0..<6 {
                guard
                    let step = system.solved(damping: damping, within: reach(of: unknowns, ranges))
                else {
                    return best
                }
                let next = zip(unknowns, step).map { $0 + $1 }
                let trial = state(next, normals: best.normals, usual: usual)
                if trial.cost < best.cost {
                    gain = best.cost - trial.cost
                    (unknowns, best) = (next, trial)
                    damping = max(damping / 4, 1e-5)
                    break
                }
                damping *= 6
            }
            if gain < Self.gainMin { break }
        }
        return best
    }

    /// How far every unknown may move in a round.
    private func reach(
        of unknowns: [Double],
        _ ranges: [ClosedRange<Double>]
    ) -> [ClosedRange<Double>] {
        let shared = 3 * lightCount
        return unknowns.indices.map { i in
            guard i >= shared else { return i < lightCount ? -0.3...0.3 : -0.1...0.1 }
            let (range, step) = (ranges[i - shared], Self.steps[i - shared])
            return max(
                range.lowerBound - unknowns[i],
                -step
            )...min(range.upperBound - unknowns[i], step)
        }
    }

    private static func lobes<Value>(_ value: Value) -> [Value] {
        [Value](repeating: value, count: Reflectance.lobeCount)
    }

    /// Unknowns and what they cost.
    struct State {
        let reflectance: Reflectance
        let normals: [SIMD3<Double>?]
        let albedo: AlbedoSpread
        /// Mean of the normals' sideways parts.
        let tilt: SIMD2<Double>
        let cost: Double
    }

    private func reflectance(_ unknowns: [Double]) -> Reflectance {
        var result = start
        for k in 0..<lightCount {
            result.strengths[k] *= exp(unknowns[k])
            let turned =
                start.directions[k] + turns[k].0 * unknowns[lightCount + k]
                + turns[k].1 * unknowns[2 * lightCount + k]
            result.directions[k] = turned / (turned * turned).sum().squareRoot()
        }
        let shared = 3 * lightCount
        result.ambient = unknowns[shared]
        result.nearness = unknowns[shared + 1]
        result.curve = unknowns[shared + 2]
        result.roughness = unknowns[shared + 3]
        result.lobes = Array(unknowns[(shared + 4)...])
        return result
    }

    /// The cost of `unknowns` with the normals that suit them.
    private func state(
        _ unknowns: [Double],
        normals: [SIMD3<Double>?]?,
        usual: [Double]
    ) -> State {
        let solver = PixelSolver(reflectance: reflectance(unknowns))
        var pixel = PixelObservations(count: lightCount)
        var found: [SIMD3<Double>?] = []
        var cost = 0.0
        for p in sample.levels.indices {
            var scaled = normals?[p]
            if normals == nil {
                scaled = solver.solve(sample.levels[p], at: sample.places[p], &pixel)
            } else if pixel.take(sample.levels[p], solver.reflectance), var moved = scaled {
                for _ in 0..<3 { solver.refine(&moved, sample.places[p], &pixel) }
                scaled = moved
            }
            found.append(scaled)
            guard let scaled else { continue }
            for k in 0..<lightCount {
                let answer = solver.reflectance.answer(scaled, to: k, at: sample.places[p])
                guard let residual = residual(pixel, k, answer, solver.reflectance) else {
                    continue
                }
                let usual = pixel.usuals[k]
                cost += PixelSolver.cost(residual, usual: usual) / (usual * usual)
            }
        }
        cost *= share
        for (i, spread) in spreads.enumerated() {
            let rest = (unknowns[i] - usual[i]) / spread
            cost += 0.5 * rest * rest
        }
        let albedo = AlbedoSpread(found.compactMap { $0 })
        cost += Self.albedoCount * log(albedo.deviation)
        let tilt = Self.tilt(found)
        cost += 0.5 * (tilt * tilt).sum() / (Self.tiltSpread * Self.tiltSpread)
        return State(
            reflectance: solver.reflectance,
            normals: found,
            albedo: albedo,
            tilt: tilt,
            cost: cost
        )
    }

    var spreads: [Double] {
        [Double](repeating: Self.strengthSpread, count: lightCount)
            + [Double](repeating: Self.turnSpread, count: 2 * lightCount) + Self.spreads
    }

    /// What one of all observations counts.
    var share: Double { Self.observationCount / Double(sample.levels.count * lightCount) }

    /// What observation `k` of `pixel` is brighter than predicted; nil where that says nothing.
    ///
    /// A shadow, even one that another part throws, says that ambient light is no brighter.
    @inline(__always)
    func residual(
        _ pixel: PixelObservations,
        _ k: Int,
        _ answer: Reflectance.Answer,
        _ reflectance: Reflectance
    ) -> Double? {
        switch pixel.kinds[k] {
        case .usable: return pixel.lights[k] - answer.level
        case .saturated: return nil
        case .dark:
            let rest = pixel.lights[k] - reflectance.ambient * answer.albedo
            return rest < 0 ? rest : nil
        }
    }

    private static func tilt(_ normals: [SIMD3<Double>?]) -> SIMD2<Double> {
        var sum = SIMD3<Double>.zero
        var count = 0.0
        for scaled in normals {
            guard let scaled else { continue }
            sum += scaled / max((scaled * scaled).sum().squareRoot(), 1e-9)
            count += 1
        }
        return SIMD2(sum.x, sum.y) / max(count, 1)
    }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
}
