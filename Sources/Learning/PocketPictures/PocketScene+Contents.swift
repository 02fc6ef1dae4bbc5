internal import Foundation

/// What lies in the pocket by its class.
extension PocketScene {
    mutating func fill(_ good: Piece, _ chance: inout Chance) {
        if label != .missing { pieces = [good] }
        switch label {
        case .good: break
        case .missing: remnants(&chance)
        case .broken: breakApart(&chance)
        case .dented: dent(&chance)
        case .foreign: foreign(&chance)
        case .double: double(&chance)
        }
    }

    /// Smallest size of a defect that a crop of 64 pixels shows.
    private var visible: Float { max(0.4, edge * 2 * 2.5) }

    private mutating func remnants(_ chance: inout Chance) {
        guard chance.happens(0.35) else { return }
        for _ in 0..<chance.count(3, 40) {
            let size = chance.between(0.04, 0.16)
            let place = chance.place() * pocket.half * 0.85
            guard pocket.distance(place) < -0.3 else { continue }
            matter.append(
                Matter(
                    form: .lump(Vector(repeating: size), 0.3),
                    place: place,
                    way: Vector(1, 0),
                    colour: tablet.core * chance.between(0.6, 1),
                    opacity: chance.between(0.3, 0.8),
                    relief: 0,
                    shadow: 0,
                    edge: edge,
                    key: chance.key()
                )
            )
        }
    }

    private mutating func breakApart(_ chance: inout Chance) {
        let half = tablet.half
        let short = min(half.x, half.y)
        switch chance.count(0, 3) {
        case 0:
            let cut = line(&chance, share: chance.between(0.2, 0.6))
            pieces[0].fractures = [cut]
            if chance.happens(0.3) { pieces[0].place = chance.place() * min(half.x, half.y) * 0.4 }
            pieces[0].tilt = chance.place() * 0.15
        case 1:
            let share = chance.between(0.13, 0.35)
            let way = chance.direction()
            let far = way * half * 1.05
            let key = chance.key()
            pieces[0].fractures = [solved(share) { .bite(centre: far, radius: $0, key: key) }]
        case 2: crack(&chance)
        default:
            let places = (0..<chance.count(3, 7)).map { _ in chance.place() * half * 0.85 }
            let gone = Set((0..<chance.count(0, places.count / 2)))
            let gap = max(visible * 0.9, chance.between(0.3, 0.9))
            let cells = Fracture.crumble(places: places, gone: gone, gap: gap, key: chance.key())
            pieces[0].fractures = [cells]
            crumbs(chance.count(2, 7), &chance)
        }
        if chance.happens(0.35) { crumbs(chance.count(1, 6), &chance) }
        if pieces.count == 1, chance.happens(0.15), short > 3 {
            pieces[0].fractures.append(line(&chance, share: chance.between(0.1, 0.25)))
        }
    }

    private func line(_ chance: inout Chance, share: Float) -> Fracture {
        let half = tablet.half
        var way = chance.direction()
        // Long products break across.
        if half.x > half.y * 1.3 { way = Vector(way.x > 0 ? 1 : -1, way.y * 0.8) }
        let unit = way / way.length
        let key = chance.key()
        return solved(share) { .line(way: unit, offset: $0, key: key) }
    }

    /// The fracture that takes `share` of the product.
    private func solved(_ share: Float, _ make: (Float) -> Fracture) -> Fracture {
        let reach = tablet.half.x + tablet.half.y
        var (low, high) = (-reach, reach)
        for _ in 0..<10 {
            let middle = (low + high) / 2
            if make(middle).lostShare(tablet.outline) < share {
                low = middle
            } else {
                high = middle
            }
        }
        return make(high)
    }

    private mutating func crack(_ chance: inout Chance) {
        let cut = line(&chance, share: chance.between(0.25, 0.75))
        guard case .line(let way, let offset, let key) = cut else { return }
        var (near, far) = (pieces[0], pieces[0])
        near.fractures = [cut]
        far.fractures = [.crackOther(way: way, offset: offset, key: key)]
        let gap = max(visible * 0.8, chance.between(0.3, 1.1))
        let push = way.turned(near.way) * (gap / 2)
        let slide = push.across * chance.between(-0.6, 0.6)
        near.place += push + slide
        far.place -= push + slide
        let twist = chance.between(-0.15, 0.15)
        far.way = far.way.turned(Vector(cos(twist), sin(twist)))
        near.tilt += chance.place() * 0.1
        pieces = [near, far]
    }

    private mutating func crumbs(_ count: Int, _ chance: inout Chance) {
        for _ in 0..<count {
            let size = chance.between(0.15, 0.6)
            let place = chance.place() * pocket.half * 0.95
            guard pocket.distance(place) < -size * 0.6 else { continue }
            matter.append(
                Matter(
                    form: .lump(Vector(size, size * chance.between(0.5, 1)), 0.6),
                    place: place,
                    way: chance.direction(),
                    colour: (chance.happens(0.6) ? tablet.core : tablet.colour)
                        * chance.between(0.7, 1),
                    opacity: 1,
                    relief: 0.5,
                    shadow: 0.4,
                    edge: edge,
                    key: chance.key()
                )
            )
        }
    }

    private mutating func dent(_ chance: inout Chance) {
        let isOpaque = view == .metal || view == .lid
        if isOpaque || view == .clear && chance.happens(0.6) {
            crush = crush(&chance)
            return
        }
        let half = tablet.half
        let short = min(half.x, half.y)
        let isCapped = chance.happens(0.5)
        let radius = short * (isCapped ? chance.between(0.4, 0.85) : chance.between(0.25, 0.65))
        pieces[0].hollow = Hollow(
            centre: chance.place() * (half - radius) * 0.9,
            radius: radius,
            slope: isCapped ? chance.between(0.7, 1.4) : chance.between(0.3, 1.4),
            shade: chance.between(0, 0.18),
            isCapped: isCapped
        )
    }

    private func crush(_ chance: inout Chance) -> Crush {
        let half = pocket.half
        let short = min(half.x, half.y)
        let radius = short * chance.between(0.55, 1.2)
        let way = chance.direction()
        let centre = way * half * chance.between(0.1, 0.8)
        let strength = chance.between(0.35, 1.1)
        let facets = (0..<chance.count(4, 9)).map { _ in
            (
                centre + chance.place() * radius,
                chance.direction() * strength * chance.between(0.3, 1)
            )
        }
        return Crush(
            centre: centre,
            radius: radius,
            facets: facets,
            crease: chance.between(0.4, 0.95),
            creaseWidth: max(edge * 3.5, chance.between(0.25, 0.7)),
            push: chance.happens(0.7) ? short * chance.between(0.1, 0.35) : 0,
            key: chance.key()
        )
    }

    /// A colour that stands out from what is around `place`.
    private func contrasting(_ place: Vector, _ chance: inout Chance) -> Colour {
        let isOnProduct = pieces.contains { piece in
            tablet.outline.distance((place - piece.place).unturned(piece.way)) < 0
        }
        let hidden = view == .metal || view == .lid
        let below = isOnProduct && !hidden ? tablet.colour : Colour(repeating: 0.5)
        for _ in 0..<20 {
            let hue = Colour(chance.unit(), chance.unit(), chance.unit())
            let made = chance.happens(0.6) ? hue * chance.between(0.02, 0.35) : hue
            if abs(((made - below) * weights).sum()) > 0.3 { return made }
        }
        return Colour(repeating: (below * weights).sum() > 0.5 ? 0.05 : 0.95)
    }

    private mutating func foreign(_ chance: inout Chance) {
        let half = pocket.half * 0.8
        let short = min(half.x, half.y)
        let count = chance.happens(0.75) ? 1 : chance.count(2, 3)
        for _ in 0..<count {
            var place = chance.place() * half
            if pocket.distance(place) > -visible { place *= 0.6 }
            var colour = contrasting(place, &chance)
            var (relief, shadow, opacity) = (Float(0), Float(0), chance.between(0.85, 1))
            let form: Matter.Form
            switch chance.unit() {
            case ..<0.45:
                let size = max(visible * 0.52, chance.scale(0.2, 0.9))
                form = .lump(Vector(size, size * chance.between(0.65, 1)), chance.between(0, 0.6))
            case ..<0.7:
                let size = chance.between(0.5, max(0.8, short * 0.45))
                let slim = chance.between(0.25, 0.9)
                form = .lump(Vector(max(size, visible), max(visible * 0.5, size * slim)), 0.7)
                (relief, shadow) = (chance.between(0.2, 0.9), chance.between(0.1, 0.6))
            case ..<0.9:
                let width = max(edge * 0.9, chance.between(0.05, 0.16))
                form = .thread(thread(short * chance.between(0.7, 1.7), &chance), width)
                if colour.mean < 0.6 { colour *= 0.6 }
                opacity = 1
            default:
                form = insect(max(visible, chance.between(0.5, 1.6)), &chance)
                colour *= colour.mean < 0.5 ? 0.6 : 1
                shadow = 0.3
            }
            matter.append(
                Matter(
                    form: form,
                    place: place,
                    way: chance.direction(),
                    colour: colour,
                    opacity: opacity,
                    relief: relief,
                    shadow: shadow,
                    edge: edge,
                    key: chance.key()
                )
            )
        }
    }

    private func thread(_ length: Float, _ chance: inout Chance) -> [Vector] {
        let steps = 7
        var angle: Float = 0
        let bend = chance.between(-0.6, 0.6)
        var places = [Vector(-length / 2, 0)]
        for _ in 0..<steps {
            angle += bend + chance.normal() * 0.25
            let last = places[places.count - 1]
            places.append(last + Vector(cos(angle), sin(angle)) * (length / Float(steps)))
        }
        let sum = places.reduce(Vector()) { $0 + $1 } / Float(places.count)
        return places.map { $0 - sum }
    }

    private func insect(_ size: Float, _ chance: inout Chance) -> Matter.Form {
        let body = Vector(size, size * chance.between(0.3, 0.55))
        var legs: [(from: Vector, to: Vector)] = []
        for _ in 0..<chance.count(3, 6) {
            let root = Vector(chance.between(-0.6, 0.6) * body.x, 0)
            let side: Float = chance.happens(0.5) ? 1 : -1
            let reach = Vector(chance.between(-0.5, 0.5), side * chance.between(0.8, 1.4)) * size
            legs.append((root, root + reach))
        }
        return .insect(body, legs)
    }

    private mutating func double(_ chance: inout Chance) {
        let half = tablet.half
        let isLong = half.x > half.y * 1.2
        let lower = pieces[0]
        for attempt in 0..<12 {
            var upper = piece(&chance, play: 0.4)
            var way = chance.direction()
            if isLong {
                way =
                    lower.way.across * (chance.happens(0.5) ? 1 : -1)
                    + lower.way * chance.between(-0.6, 0.6)
                let twist = chance.happens(0.5) ? chance.normal() * 0.15 : chance.between(-1.6, 1.6)
                upper.way = lower.way.turned(Vector(cos(twist), sin(twist)))
            }
            let least: Float = isLong ? 0.8 : 0.45
            let apart = min(half.x, half.y) * (chance.between(least, 1.75) + Float(attempt) * 0.05)
            let share = chance.between(0.2, 0.8)
            var below = lower
            below.place -= way * (apart * share)
            upper.place = below.place + way * apart + chance.place() * 0.2
            upper.tilt += way * chance.between(-0.15, 0.2)
            let isOnTop = apart < min(half.x, half.y) * 1.8
            upper.scale *= isOnTop ? chance.between(1, 1.08) : 1
            upper.shadow = max(0.4, upper.shadow)
            pieces = [below, upper]
            if seenShare(below, under: upper) > 0.26 { return }
        }
    }

    /// The share of `piece` that is not below `upper`.
    private func seenShare(_ piece: Piece, under upper: Piece) -> Float {
        let half = tablet.half
        var (all, seen) = (0, 0)
        for row in 0..<12 {
            for column in 0..<12 {
                let q = Vector((Float(column) - 5.5) / 6 * half.x, (Float(row) - 5.5) / 6 * half.y)
                guard tablet.outline.distance(q) < 0 else { continue }
                all += 1
                let p = q.turned(piece.way) + piece.place
                let other = (p - upper.place).unturned(upper.way)
                if tablet.outline.distance(other) > 0 { seen += 1 }
            }
        }
        return Float(seen) / Float(max(1, all))
    }
}
