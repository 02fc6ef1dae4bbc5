internal import Foundation

/// A place where a dome was crushed: facets with creases between.
struct Crush {
    var centre: Vector
    var radius: Float
    /// Middle and slope of each facet.
    var facets: [(place: Vector, slope: Vector)]
    /// How dark or bright creases are, and how wide.
    var crease: Float
    var creaseWidth: Float
    /// How far the pocket's edge is pushed in.
    var push: Float
    var key: UInt32

    /// How much the edge moves at `p`.
    @inline(__always) func pushed(_ p: Vector) -> Float {
        let far = (p - centre).length / radius
        return far < 1 ? push * smooth(1 - far) : 0
    }

    /// What it does to the film's slope at `p`.
    func bend(_ p: Vector) -> (slope: Vector, crease: Float) {
        let wander = Vector(Grain.value(p * 0.7, key), Grain.value(p * 0.7 + 3, key))
        let q = p + wander * (radius * 0.12)
        let far = (q - centre).length / radius
        guard far < 1.05 else { return (Vector(), 0) }
        var (first, second) = (Float.infinity, Float.infinity)
        var slope = Vector()
        for facet in facets {
            let reach = (q - facet.place).length
            if reach < first {
                (second, first) = (first, reach)
                slope = facet.slope
            } else {
                second = min(second, reach)
            }
        }
        let inside = smooth((1.05 - far) / 0.12)
        var line = max(0, 1 - (second - first) / creaseWidth)
        line = max(line, max(0, 1 - abs(far - 0.97) * radius / creaseWidth))
        return (slope * inside, line * crease * inside)
    }
}

/// The formed dome of a pocket: clear film, or metal.
struct Dome {
    let wallSlope: Float
    let wallWidth: Float
    let shoulder: Float
    let bend: Float
    let tilt: Vector
    let waves: [(way: Vector, number: Float, phase: Float, height: Float)]
    /// Kept low enough that what lies below is seen, see ``limitShine(under:ground:)``.
    private(set) var shine: Float
    let softness: Float
    let tint: Colour
    let haze: Float
    let rim: Float
    let refraction: Float
    let embossing: Float

    init(_ view: PocketView, short: Float, _ chance: inout Chance) {
        wallSlope = chance.between(0.9, 2.6)
        wallWidth = short * chance.between(0.06, 0.28)
        shoulder = chance.between(0.1, 0.6)
        bend = chance.between(0, 0.5)
        tilt = chance.place() * 0.06
        let height = chance.between(0.003, 0.035)
        waves = (0..<3).map { _ in
            (
                chance.direction(), 2 * .pi / chance.between(2.5, 9),
                chance.between(0, 6.3), height * chance.between(0.3, 1)
            )
        }
        shine = chance.happens(0.75) ? chance.between(0.05, 0.5) : chance.between(0, 0.08)
        softness = chance.between(0.03, 0.3)
        let amber = chance.happens(0.12)
        let faint = Colour(chance.unit(), chance.unit(), chance.unit()) * 0.12 + 0.88
        tint = amber ? Colour(0.85, 0.5, 0.2) * chance.between(0.7, 1.1) : faint
        haze = chance.happens(0.3) ? chance.between(0, 0.15) : 0
        rim = chance.between(0.05, 0.6)
        refraction = view == .clear ? chance.between(0, 0.35) : 0
        embossing = chance.between(0.15, 0.7)
    }

    /// Limits what the middle of the dome mirrors to a part of what the `ground` shows.
    mutating func limitShine(under lamps: Lamps, ground: Float) {
        var most: Float = 0
        for slope in [
            Vector(), Vector(0.15, 0), Vector(-0.15, 0), Vector(0, 0.15), Vector(0, -0.15),
        ] {
            most = max(most, lamps.radiance(slope, softness: softness))
        }
        shine = min(shine, 0.6 * ground / (0.35 * most))
    }

    /// The slope `depth` inside the edge, `short` the pocket's half width.
    func slope(_ p: Vector, depth: Float, outward: Vector, short: Float) -> Vector {
        guard depth > -0.3 else { return Vector() }
        let wall =
            wallSlope * smooth((depth + 0.15) / 0.3)
            * (1 - smooth((depth - wallWidth * 0.4) / wallWidth))
        let ledge =
            shoulder * smooth(depth / 0.5) * exp(-max(0, depth - wallWidth) / (wallWidth + 0.3))
        let round = bend * smooth(depth / 0.5) * max(0, 1 - depth / short)
        var slope = outward * (wall + ledge + round)
        if depth > 0.2 {
            slope += tilt
            for wave in waves {
                slope += wave.way * (wave.height * cos(wave.number * p.dot(wave.way) + wave.phase))
            }
        }
        return slope
    }
}
