internal import Foundation

/// Light by the slope of what mirrors it, so that no angle is computed for a pixel.
struct Lamps {
    let kind: LampKind
    /// Which way bars and slits lie across.
    private let way: Vector
    private let near: Float
    private let far: Float
    private let reach: Float
    private let slit: Float
    private let base: Float
    private let power: Float
    private let places: [(slope: Vector, size: Float)]
    /// The side that light of matt surfaces comes from, 0 long where from everywhere.
    let lean: Vector

    init(_ kind: LampKind, _ chance: inout Chance) {
        self.kind = kind
        way = chance.direction()
        slit = chance.happens(0.5) ? chance.between(0.03, 0.12) : 0
        reach = chance.between(0.25, 1.2)
        var places: [(slope: Vector, size: Float)] = []
        switch kind {
        case .dome:
            (near, far) = (0, chance.between(0.5, 1.3))
            (base, power) = (chance.between(0.15, 0.5), chance.between(0.7, 1.1))
            lean = chance.direction() * chance.between(0, 0.12)
        case .bar, .bars:
            near = chance.between(0.12, 0.5)
            far = near + chance.between(0.06, 0.25)
            (base, power) = (chance.between(0.05, 0.35), chance.between(1.2, 4))
            lean = kind == .bar ? way * chance.between(0.2, 0.6) : Vector()
        case .coaxial:
            (near, far) = (0, chance.between(0.05, 0.22))
            (base, power) = (chance.between(0.1, 0.4), chance.between(0.8, 3))
            lean = chance.direction() * chance.between(0, 0.1)
        case .spots:
            (near, far) = (0, 0)
            (base, power) = (chance.between(0.08, 0.4), chance.between(1.5, 5))
            for _ in 0..<chance.count(1, 4) {
                let slope = chance.direction() * chance.between(0.05, 0.7)
                places.append((slope, chance.between(0.04, 0.15)))
            }
            let sum = places.reduce(Vector()) { $0 + $1.slope }
            lean = sum * chance.between(0.4, 1) / max(0.7, sum.length)
        case .diffuse:
            (near, far) = (0, 0)
            (base, power) = (chance.between(0.4, 0.8), chance.between(0.3, 1.2))
            for _ in 0..<chance.count(0, 2) {
                places.append((chance.place() * 0.8, chance.between(0.1, 0.4)))
            }
            lean = chance.direction() * chance.between(0, 0.4)
        case .ring:
            near = chance.between(0.1, 0.4)
            far = near + chance.between(0.05, 0.2)
            (base, power) = (chance.between(0.1, 0.4), chance.between(1, 3.5))
            lean = chance.direction() * chance.between(0, 0.12)
        case .grazing:
            near = chance.between(0.5, 0.7)
            far = near + chance.between(0.15, 0.4)
            (base, power) = (chance.between(0.1, 0.4), chance.between(1.2, 4))
            lean = way * chance.between(0.5, 0.9)
        }
        self.places = places
    }

    @inline(__always)
    private func band(_ value: Float, _ low: Float, _ high: Float, _ softness: Float) -> Float {
        let width = 1 / max(0.02, softness)
        return smooth((value - low) * width + 0.5) * smooth((high - value) * width + 0.5)
    }

    /// What a mirror of this slope and blur shows.
    @inline(__always) func radiance(_ slope: Vector, softness: Float) -> Float {
        let along = slope.dot(way)
        switch kind {
        case .dome:
            let hood = band(slope.length, -1, far, softness + 0.2)
            let dark = slit > 0 ? 0.75 * band(along, -slit, slit, softness) : 0
            return base + power * hood * (1 - dark)
        case .bar, .grazing:
            let side = slope.dot(way.across)
            return base + power * band(along, near, far, softness)
                * band(side, -reach, reach, softness + 0.1)
        case .bars:
            let side = slope.dot(way.across)
            return base + power * band(abs(along), near, far, softness)
                * band(side, -reach, reach, softness + 0.1)
        case .coaxial: return base + power * band(slope.length, -1, far, softness)
        case .ring: return base + power * band(slope.length, near, far, softness)
        case .spots, .diffuse:
            var sum = base
            for place in places {
                let far = (slope - place.slope).length
                sum += power * smooth((place.size + softness - far) / (2 * softness) + 0.5)
            }
            return sum
        }
    }

    /// What a white matt surface of this slope gives back; flat ones give 1.
    @inline(__always) func irradiance(_ slope: Vector) -> Float {
        let norm = 1 / (1 + slope.x * slope.x + slope.y * slope.y).squareRoot()
        let matt = max(0.05, (1 + slope.dot(lean) * 1.6) * norm)
        return 0.35 + 0.65 * matt
    }
}
