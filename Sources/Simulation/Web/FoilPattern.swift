internal import Blister
internal import Foundation

/// How the sealing tool knurls the foil.
public enum Knurl: String, Sendable, CaseIterable {
    /// Lines crossing at 45 degrees.
    case diamond
    /// Dots in a square grid.
    case square
    /// Fine lines across the web.
    case lines
}

/// Slopes of the foil that the tools press into it, the same in every cycle, and how it shines.
struct FoilPattern: Sendable {
    private static let tableSide = 128
    private static let tableReach: Float = 0.8

    /// Slope across and along per canvas pixel of one cycle.
    let slopes: [SIMD2<Float>]
    private let table: [Float]

    init(scenario: TwinScenario, grid: WebGrid, light: LightField) {
        let width = grid.columns + 2 * Canvas.padding
        slopes = Self.slopes(scenario, grid, width)
        var table: [Float] = []
        for row in 0..<Self.tableSide {
            for column in 0..<Self.tableSide {
                let scale = Self.tableReach / Float(Self.tableSide / 2)
                let p = (Float(column - Self.tableSide / 2) + 0.5) * scale
                let q = (Float(row - Self.tableSide / 2) + 0.5) * scale
                let norm = 1 / (1 + p * p + q * q).squareRoot()
                let n = SIMD3(-p * norm, -q * norm, norm)
                let r = SIMD3(2 * n.z * n.x, 2 * n.z * n.y, 2 * n.z * n.z - 1)
                let broad = light.radiance(r, softness: 0.7)
                let sharp = light.radiance(r, softness: 0.32)
                table.append(0.55 * broad + 0.45 * sharp)
            }
        }
        var sum: Float = 0
        var count: Float = 0
        for index in stride(from: 0, to: slopes.count, by: 7) {
            sum += table[Self.entry(slopes[index])]
            count += 1
        }
        let scale = scenario.foilLevel * count / max(sum, 0.001)
        self.table = table.map { $0 * scale }
    }

    @inline(__always)
    private static func entry(_ slope: SIMD2<Float>) -> Int {
        let scale = Float(tableSide / 2) / tableReach
        let top = Float(tableSide) - 1
        let half = Float(tableSide / 2)
        let u = min(top, max(0, slope.x * scale + half))
        let v = min(top, max(0, slope.y * scale + half))
        return Int(Int32(v)) &* tableSide &+ Int(Int32(u))
    }

    /// Radiance of the foil with the given slope.
    @inline(__always)
    func radiance(_ slope: SIMD2<Float>) -> Float { table[Self.entry(slope)] }

    private static func slopes(
        _ scenario: TwinScenario,
        _ grid: WebGrid,
        _ width: Int
    ) -> [SIMD2<Float>] {
        let toolNoise = NoiseLattice(seed: scenario.seed, purpose: .foil, stream: -7, spacing: 48)
        let offset = scenario.triggerOffsetMillimetres
        let layout = scenario.layout
        var slopes: [SIMD2<Float>] = []
        slopes.reserveCapacity(width * grid.rowsPerCycle)
        for row in 0..<grid.rowsPerCycle {
            let y = grid.y(row)
            let knots = toolNoise.row(row, knots: width / 48 + 2)
            for column in 0..<width {
                let x = grid.x(column)
                let knurl = slope(scenario.knurl, x, y, pitch: scenario.knurlPitchMillimetres)
                let rolled = Float(SmoothNoise.hashed(column, 11)) * 0.05
                let inside = Self.pocketDistance(x, y - offset, scenario, layout)
                let flange = Float(min(1, max(0, (inside - 0.35) / 0.25)))
                let cell = column / 48
                let share = Float(column - cell * 48) / 48
                let worn = knots[cell] + (knots[cell + 1] - knots[cell]) * share
                let wear = 1 + 0.22 * worn.x
                let depth = scenario.knurlDepth * wear * flange
                slopes.append(knurl * depth + SIMD2(rolled * (1 - 0.6 * flange), 0))
            }
        }
        return slopes
    }

    private static func pocketDistance(
        _ x: Double,
        _ y: Double,
        _ scenario: TwinScenario,
        _ layout: Layout
    ) -> Double {
        var nearest = 10.0
        for lane in 0..<layout.lanes {
            let place = Point(x: x - scenario.laneOriginMillimetres(lane), y: y)
            guard place.x > -2, place.x < layout.width + 2 else { continue }
            for pocket in layout.pockets
            where abs(pocket.centre.x - place.x) < 16 && abs(pocket.centre.y - place.y) < 16 {
                nearest = min(nearest, pocket.signedDistance(to: place))
            }
        }
        return nearest
    }

    private static func slope(
        _ knurl: Knurl,
        _ x: Double,
        _ y: Double,
        pitch: Double
    ) -> SIMD2<Float> {
        func wave(_ phase: Double) -> Double {
            let s = sin(2 * .pi * phase)
            return s * (1.45 - 0.45 * s * s)
        }
        switch knurl {
        case .diamond:
            let u = (x + y) / (pitch * 1.4142135623730951)
            let v = (x - y) / (pitch * 1.4142135623730951)
            let a = wave(u)
            let b = wave(v)
            return SIMD2(Float(0.71 * (a + b)), Float(0.71 * (a - b)))
        case .square:
            return SIMD2(Float(wave(x / pitch)), Float(wave(y / pitch)))
        case .lines:
            return SIMD2(0, Float(wave(y / (0.7 * pitch))))
        }
    }
}

extension SmoothNoise {
    /// White noise -1...1 by integer place.
    static func hashed(_ place: Int, _ key: UInt32) -> Double {
        Double(pixelBits(UInt32(truncatingIfNeeded: place), key)) / 2_147_483_648 - 1
    }
}
