internal import Foundation

/// The foil: slopes that tools press into it, print, and how it shines.
struct FoilTexture {
    let kind: FoilKind
    private let way: Vector
    private let pitch: Float
    private let depth: Float
    private let softness: Float
    private let colour: Colour
    private let ink: Colour
    private let inkShare: Float
    private let unevenness: Float
    private let shine: Float
    private let key: UInt32

    init(_ kind: FoilKind, pixel: Float, _ chance: inout Chance) {
        self.kind = kind
        way = chance.direction()
        key = chance.key()
        pitch = max(pixel * 2.4, chance.between(0.35, 1.6))
        depth = chance.between(0.08, 0.45)
        softness = chance.between(0.15, 0.6)
        unevenness = chance.between(0, 0.09)
        inkShare = chance.between(0.2, 0.7)
        switch kind {
        case .dark:
            colour = Colour(repeating: chance.between(0.03, 0.22))
            shine = chance.between(0, 0.3)
        case .matt:
            let tint = Colour(chance.unit(), chance.unit(), chance.unit()) * 0.2 + 0.8
            colour = tint * chance.between(0.45, 0.95)
            shine = chance.between(0, 0.15)
        default:
            let gold = chance.happens(0.12)
            let metal = gold ? Colour(0.95, 0.78, 0.42) : Colour(0.92, 0.93, 0.95)
            colour = metal * chance.between(0.45, 0.9)
            shine = chance.between(0.6, 1)
        }
        let dark = Colour(chance.unit(), chance.unit(), chance.unit())
        ink = dark * chance.between(0.1, 0.7)
    }

    @inline(__always) private func wave(_ phase: Float) -> Float {
        let s = sin(2 * Float.pi * phase)
        return s * (1.4 - 0.4 * s * s)
    }

    /// The slope at `p`, where the tool reaches with `force`.
    func slope(_ p: Vector, force: Float) -> Vector {
        let q = p.unturned(way) / pitch
        var slope = Vector(
            Grain.value(p * 0.35, key ^ 1),
            Grain.value(p * 0.35 + 7, key ^ 2)
        )
        slope *= unevenness
        var knurl = Vector()
        switch kind {
        case .diamonds:
            let (a, b) = (wave(q.x * 0.8 + q.y * 0.6), wave(q.x * 0.8 - q.y * 0.6))
            knurl = Vector(0.7 * (a + b), 0.7 * (a - b))
        case .squares: knurl = Vector(wave(q.x), wave(q.y))
        case .lines, .stripes, .text:
            if kind == .lines { knurl = Vector(0, wave(q.y)) }
        case .dots:
            let row = q.y.rounded()
            let shift = row.truncatingRemainder(dividingBy: 2) * 0.5
            let cell = Vector(q.x - shift - (q.x - shift).rounded(), q.y - row)
            let far = cell.length
            knurl = cell * (3.5 * smooth((0.42 - far) / 0.15))
        case .honeycomb:
            let root: Float = 1.7320508
            let a = Vector(q.x - q.x.rounded(), (q.y / root - (q.y / root).rounded()) * root)
            let (bx, by) = (q.x + 0.5, q.y / root + 0.5)
            let b = Vector(bx - bx.rounded(), (by - by.rounded()) * root)
            let near = a.length < b.length ? a : b
            knurl = near * (3 * smooth(near.length / 0.3))
        case .plain, .matt, .dark: break
        case .brushed:
            knurl = Vector(0, Grain.value(Vector(q.x * 0.06, q.y * 2.2), key ^ 3))
        case .hammered:
            knurl = Vector(Grain.value(q * 0.8, key ^ 4), Grain.value(q * 0.8 + 9, key ^ 5))
        }
        let strength = kind == .brushed ? 1 : force
        slope += knurl.turned(way) * (depth * strength)
        return slope
    }

    /// Its colour at `p` with `slope`.
    func colour(_ p: Vector, slope: Vector, _ lamps: Lamps) -> Colour {
        let mirrored = lamps.radiance(slope, softness: softness + 0.12)
        let light = shine * mirrored + (1 - shine) * lamps.irradiance(slope)
        var colour = colour
        let print = printed(p)
        if print > 0 { colour += (ink - colour) * (print * inkShare) }
        return colour * light
    }

    /// How bright it is where it lies flat.
    func brightness(_ lamps: Lamps, _ weights: Colour) -> Float {
        (colour(Vector(), slope: Vector(), lamps) * weights).sum()
    }

    private func printed(_ p: Vector) -> Float {
        switch kind {
        case .stripes:
            let q = p.unturned(way).y / (pitch * 4)
            return smooth((abs(q - q.rounded()) - 0.28) / 0.05)
        case .text:
            let q = p.unturned(way) / (pitch * 0.9)
            let line = (q.y / 3).rounded()
            let inLine = abs(q.y - line * 3)
            guard inLine < 1 else { return 0 }
            let letter = q.x.rounded(.down)
            let bits = Grain.bits(Int32(letter), Int32(line), key)
            guard bits & 7 != 0 else { return 0 }
            let inside = q.x - letter
            let row = Int32((q.y - line * 3 + 1) * 2.49)
            let dot = Grain.bits(Int32(letter * 3 + (inside * 3).rounded(.down)), row, key ^ 9)
            return inside < 0.85 && dot & 1 == 0 ? 1 : 0
        default: return 0
        }
    }
}
