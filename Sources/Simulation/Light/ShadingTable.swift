/// Matt and glossy response of one surface by its normal, tabulated under one light.
///
/// Entry (column, row) belongs to the normal whose x and y are -1...1 over 0...`side - 1`.
struct ShadingTable: Sendable {
    static let side = 97
    /// x: matt irradiance, 1 for a surface lying flat; y: mirrored radiance times Fresnel.
    private let entries: [SIMD2<Float>]

    /// Tabulates a surface with normal reflectance `reflectance` and mirror blur `softness`.
    init(light: LightField, reflectance: Float, softness: Float) {
        let side = Self.side
        let flat = light.irradiance(SIMD3(0, 0, 1))
        var coarse: [Float] = []
        let coarseSide = 25
        for row in 0..<coarseSide {
            for column in 0..<coarseSide {
                let n = Self.normal(column, row, side: coarseSide)
                coarse.append(light.irradiance(n) / flat)
            }
        }
        var entries: [SIMD2<Float>] = []
        entries.reserveCapacity(side * side)
        for row in 0..<side {
            for column in 0..<side {
                let n = Self.normal(column, row, side: side)
                let mirrored = SIMD3(2 * n.z * n.x, 2 * n.z * n.y, 2 * n.z * n.z - 1)
                let grazing = 1 - n.z
                let fifth = grazing * grazing * grazing * grazing * grazing
                let fresnel = reflectance + (1 - reflectance) * fifth
                let seen = light.radiance(mirrored, softness: softness)
                let place = SIMD2(Float(column), Float(row)) / 4
                entries.append(SIMD2(Self.sampled(coarse, coarseSide, place), fresnel * seen))
            }
        }
        self.entries = entries
    }

    private static func normal(_ column: Int, _ row: Int, side: Int) -> SIMD3<Float> {
        let half = Float(side - 1) / 2
        var x = Float(column) / half - 1
        var y = Float(row) / half - 1
        let square = x * x + y * y
        if square > 0.98 {
            let shrink = (0.98 / square).squareRoot()
            x *= shrink
            y *= shrink
        }
        return SIMD3(x, y, max(0.02, 1 - x * x - y * y).squareRoot())
    }

    private static func sampled(_ values: [Float], _ side: Int, _ place: SIMD2<Float>) -> Float {
        let column = min(side - 2, Int(place.x))
        let row = min(side - 2, Int(place.y))
        let x = place.x - Float(column)
        let y = place.y - Float(row)
        let base = row * side + column
        let upper = values[base] + (values[base + 1] - values[base]) * x
        let lower = values[base + side] + (values[base + side + 1] - values[base + side]) * x
        return upper + (lower - upper) * y
    }

    /// The response at the normal with components `x` and `y`, interpolated.
    @inline(__always)
    func callAsFunction(_ x: Float, _ y: Float) -> SIMD2<Float> {
        let half = Float(Self.side - 1) / 2
        let limit = Float(Self.side) - 1.001
        let u = min(limit, max(0, (x + 1) * half))
        let v = min(limit, max(0, (y + 1) * half))
        let column = Int32(u)
        let row = Int32(v)
        let across = u - Float(column)
        let down = v - Float(row)
        let base = Int(row) &* Self.side &+ Int(column)
        let upper = entries[base] + (entries[base + 1] - entries[base]) * across
        let second = base + Self.side
        let lower = entries[second] + (entries[second + 1] - entries[second]) * across
        return upper + (lower - upper) * down
    }
}
