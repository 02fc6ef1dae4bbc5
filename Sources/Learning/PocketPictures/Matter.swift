internal import Foundation

/// Something small that lies in or on a pocket.
struct Matter {
    enum Form {
        /// A ragged disc or splinter: half axes, and how ragged.
        case lump(Vector, Float)
        /// A bent line of this half width.
        case thread([Vector], Float)
        /// A body of these half axes with legs.
        case insect(Vector, [(from: Vector, to: Vector)])
    }

    var form: Form
    var place: Vector
    var way: Vector
    var colour: Colour
    var opacity: Float
    /// How much it catches light like a lump.
    var relief: Float
    var shadow: Float
    /// Half a pixel.
    let edge: Float
    let key: UInt32

    private static func far(_ p: Vector, _ from: Vector, _ to: Vector) -> Float {
        let reach = to - from
        let square = reach.dot(reach)
        let offset = p - from
        let share = square > 0 ? clipped(offset.dot(reach) / square) : 0
        return (offset - reach * share).length
    }

    private func distance(_ q: Vector) -> Float {
        switch form {
        case .lump(let half, let ragged):
            let short = min(half.x, half.y)
            let noise = Grain.value(q * (1.6 / short), key) * ragged * short
            let first = (q / half).length
            return (first - 1) * short * max(1, first * 0.8) + noise
        case .thread(let places, let width):
            var near = Float.infinity
            for index in 1..<places.count {
                near = min(near, Self.far(q, places[index - 1], places[index]))
            }
            return near - width
        case .insect(let half, let legs):
            let body = ((q / half).length - 1) * min(half.x, half.y)
            let head = (q - Vector(half.x * 1.15, 0)).length - half.y * 0.7
            var near = min(body, head)
            for leg in legs { near = min(near, Self.far(q, leg.from, leg.to) - half.y * 0.12) }
            return near
        }
    }

    /// Paints over `colour`, which is seen at `p`.
    func paint(_ colour: inout Colour, _ p: Vector, _ lamps: Lamps) {
        let q = (p - place).unturned(way)
        if case .lump(let half, _) = form {
            let reach = max(half.x, half.y) * 1.8 + 0.4
            if q.dot(q) > reach * reach { return }
        }
        let d = distance(q)
        if d > 0.35 { return }
        if shadow > 0, d > 0 { colour *= 1 - shadow * (1 - d / 0.35) }
        let cover = clipped(0.5 - d / (2 * edge)) * opacity
        guard cover > 0 else { return }
        var light: Float = 1
        if relief > 0 {
            let slope = q.turned(way) * (relief / max(0.3, q.length))
            light = lamps.irradiance(slope + Vector(Grain.value(q * 3, key), 0) * relief)
        }
        colour += (self.colour * light - colour) * cover
    }
}
