internal import Foundation

/// One product: its outline, relief, marks and colours.
struct Tablet {
    enum Relief {
        /// Flat with a bevel this wide.
        case flat(Float)
        /// Bent all over; the slope at the rim.
        case convex(Float)
        /// Half a cylinder with round ends.
        case cylinder
    }

    /// A mark that every product of its kind has.
    enum Mark {
        case score(way: Vector, depth: Float, width: Float)
        case strokes([(from: Vector, to: Vector)], depth: Float, width: Float, ink: Colour?)
    }

    let outline: Outline
    var relief: Relief
    var marks: [Mark] = []
    var colour: Colour
    /// Beyond a line across the middle, or within a band.
    var secondColour: Colour?
    var split: ClosedRange<Float> = 0...Float.infinity
    let core: Colour
    let gloss: Float
    let softness: Float
    let grain: Float
    var speckle: (share: Float, size: Float, colour: Colour)?
    let key: UInt32
    /// How much of what is below shines through.
    var clearness: Float = 0

    var half: Vector { outline.half }

    init(_ kind: ProductKind, _ chance: inout Chance) {
        outline = Self.outline(kind, &chance)
        let short = min(outline.half.x, outline.half.y)
        key = chance.key()
        grain = chance.happens(0.6) ? chance.between(0, 0.04) : chance.between(0.03, 0.12)
        gloss = chance.happens(0.5) ? chance.between(0, 0.05) : chance.between(0.04, 0.28)
        softness = chance.between(0.08, 0.5)
        colour = Self.colour(&chance)
        core = chance.happens(0.7) ? Colour(0.9, 0.89, 0.86) * chance.between(0.8, 1) : colour
        relief =
            chance.happens(0.5)
            ? .convex(chance.between(0.25, 1.3)) : .flat(chance.between(0, 0.25) * short)
        switch kind {
        case .roundFlat, .roundScored, .roundQuartered:
            relief = .flat(chance.between(0.05, 0.25) * short)
        case .roundConvex, .ovalConvex, .oblongConvex: relief = .convex(chance.between(0.3, 1.4))
        case .capsule, .capsulePrinted, .capsuleBanded, .softgel: relief = .cylinder
        default: break
        }
        mark(kind, short, &chance)
        if kind == .softgel {
            clearness = chance.between(0, 0.5)
        }
        if kind == .roundSpeckled || chance.happens(0.06) {
            let tint = colour * chance.between(0.55, 0.85)
            speckle = (chance.between(0.1, 0.35), chance.between(0.12, 0.3), tint)
        }
    }

    /// White, pastel and full colours as pharmacies know them; seldom any grey.
    private static func colour(_ chance: inout Chance) -> Colour {
        let light = chance.between(0.8, 1)
        switch chance.count(0, 19) {
        case 0...9:
            return Colour(1, chance.between(0.95, 1), chance.between(0.88, 1)) * light * 0.95
        case 10...13:
            let hue = Colour(chance.unit(), chance.unit(), chance.unit())
            return (hue * 0.45 + 0.55) * light
        case 14...18:
            let hue = Colour(chance.unit(), chance.unit(), chance.unit())
            return hue / hue.max() * chance.between(0.4, 1)
        default: return Colour(repeating: chance.between(0.05, 0.9))
        }
    }

    private static func outline(_ kind: ProductKind, _ chance: inout Chance) -> Outline {
        let radius = chance.scale(2.3, 6.5)
        let long = chance.between(1.5, 2.6)
        switch kind {
        case .roundFlat, .roundConvex, .roundScored, .roundDebossed, .roundPrinted,
            .roundBicolour, .roundSpeckled, .roundQuartered:
            return Outline(form: .box(Vector()), radius: radius)
        case .ovalConvex, .ovalDebossed, .ovalScored:
            let short = radius * 0.8
            return Outline(
                form: .ellipse(Vector(short * chance.between(1.25, 2), short)),
                radius: 0
            )
        case .oblongConvex, .oblongScored, .oblongPrinted:
            let short = radius * 0.7
            return Outline(form: .box(Vector(short * (long - 1), 0)), radius: short)
        case .capsule, .capsulePrinted, .capsuleBanded:
            let short = chance.between(2.2, 4.2)
            let length = chance.between(2.1, 2.9)
            return Outline(form: .box(Vector(short * (length - 1), 0)), radius: short)
        case .softgel:
            let short = radius * 0.8
            return chance.happens(0.5)
                ? Outline(form: .ellipse(Vector(short * long * 0.85, short)), radius: 0)
                : Outline(form: .box(Vector(short * (long - 1), 0)), radius: short)
        case .triangle:
            return .polygon(
                sides: 3,
                radius: radius * 0.75,
                corner: radius * chance.between(0.2, 0.4)
            )
        case .pentagon:
            return .polygon(
                sides: 5,
                radius: radius * 0.9,
                corner: radius * chance.between(0.1, 0.3)
            )
        case .hexagon:
            return .polygon(
                sides: 6,
                radius: radius * 0.9,
                corner: radius * chance.between(0.08, 0.3)
            )
        case .diamond:
            let side = radius * 0.8
            let corner = side * chance.between(0.15, 0.4)
            return .polygon(sides: 4, radius: side, corner: corner, turn: 0)
        case .square:
            let side = radius * 0.8
            let corner = side * chance.between(0.1, 0.5)
            return Outline(form: .box(Vector(repeating: side - corner)), radius: corner)
        case .rectangle:
            let short = radius * 0.7
            let corner = short * chance.between(0.15, 0.6)
            return Outline(form: .box(Vector(short * long, short) - corner), radius: corner)
        }
    }

    private mutating func mark(_ kind: ProductKind, _ short: Float, _ chance: inout Chance) {
        let score = Mark.score(
            way: Vector(1, 0),
            depth: chance.between(0.3, 0.9),
            width: short * chance.between(0.06, 0.13)
        )
        switch kind {
        case .roundScored, .oblongScored, .ovalScored: marks = [score]
        case .roundQuartered:
            guard case .score(_, let depth, let width) = score else { return }
            marks = [score, .score(way: Vector(0, 1), depth: depth, width: width)]
        case .roundDebossed, .ovalDebossed: marks = [strokes(short, isPrint: false, &chance)]
        case .roundPrinted, .oblongPrinted, .capsulePrinted:
            marks = [strokes(short, isPrint: true, &chance)]
        case .roundBicolour:
            secondColour = Self.colour(&chance)
            split = chance.between(-0.3, 0.3) * short...Float.infinity
        case .capsule:
            if chance.happens(0.7) {
                secondColour = Self.colour(&chance)
                split = chance.between(-0.35, 0.35) * short...Float.infinity
            }
        case .capsuleBanded:
            secondColour = Self.colour(&chance)
            let middle = chance.between(-0.3, 0.3) * short
            let width = chance.between(0.2, 0.45) * short
            split = middle - width...middle + width
        default:
            if chance.happens(0.12) { marks = [score] }
            if chance.happens(0.12) { marks.append(strokes(short, isPrint: false, &chance)) }
        }
    }

    /// One to four letters and digits in a row, pressed in or printed.
    private func strokes(_ short: Float, isPrint: Bool, _ chance: inout Chance) -> Mark {
        let count = chance.count(1, half.x > half.y * 1.3 ? 4 : 3)
        let height = short * chance.between(0.25, 0.42)
        let slim = chance.between(0.45, 0.6)
        var list: [(from: Vector, to: Vector)] = []
        for sign in 0..<count {
            let left = (Float(sign) - Float(count - 1) / 2) * height * (2 * slim + 0.55)
            for stroke in chance.pick(Letters.all) {
                let scale = Vector(height * slim, height)
                let middle = Vector(left, 0)
                list.append((middle + stroke.from * scale, middle + stroke.to * scale))
            }
        }
        var ink: Colour?
        if isPrint {
            ink = colour.mean > 0.4 ? colour * chance.between(0.05, 0.5) : Colour(repeating: 0.9)
        }
        return .strokes(
            list,
            depth: chance.between(0.3, 0.8),
            width: height * chance.between(0.12, 0.24),
            ink: ink
        )
    }

    /// Slope of the surface at `p`, `depth` inside the edge; print changes `colour`.
    func surface(_ p: Vector, depth: Float, outward: Vector, ink: inout Colour?) -> Vector {
        let short = min(half.x, half.y)
        var slope: Vector
        switch relief {
        case .flat(let bevel): slope = outward * (0.75 * smooth((bevel - depth) / 0.3 + 0.5))
        case .convex(let rim):
            let far = clipped(1 - depth / short)
            slope = outward * (rim * far * (0.4 + 0.6 * far * far))
        case .cylinder:
            let far = min(0.97, clipped(1 - depth / short))
            slope = outward * (far / (1 - far * far).squareRoot())
        }
        for mark in marks {
            switch mark {
            case .score(let way, let depth, let width):
                let along = p.dot(way)
                let far = abs(along) / width
                if far < 1 {
                    slope += way * ((along > 0 ? -depth : depth) * smooth((1 - far) / 0.4))
                }
            case .strokes(let list, let depth, let width, let colour):
                var nearest = width * 1.5
                var way = Vector()
                for stroke in list {
                    let reach = stroke.to - stroke.from
                    let square = reach.dot(reach)
                    let offset = p - stroke.from
                    let share = square > 0 ? clipped(offset.dot(reach) / square) : 0
                    let gap = offset - reach * share
                    let far = gap.length
                    if far < nearest {
                        nearest = far
                        way = gap / max(far, 0.001)
                    }
                }
                guard nearest < width * 1.5 else { continue }
                if let colour {
                    if nearest < width { ink = colour }
                } else {
                    let rim = 1 - abs(nearest - width) / (width * 0.5)
                    if rim > 0 { slope -= way * (depth * rim) }
                }
            }
        }
        return slope
    }

    /// Changes its colours where they hardly differ from the ground in brightness: what no eye
    /// would see must not be asked for.
    ///
    /// - Parameters:
    ///   - ground: How bright the ground is.
    ///   - shine: What is mirrored over the product besides its colour.
    ///   - veil: What is mirrored over both.
    ///   - ratio: Of the brighter to the darker, at least.
    ///   - weights: What the camera sees of colours.
    mutating func standOut(
        from ground: Float,
        shine: Float,
        veil: Float,
        ratio: Float,
        _ weights: Colour
    ) {
        func changed(_ colour: Colour) -> Colour {
            let own = max(0.01, (colour * weights).sum())
            let (seen, below) = (own + shine + veil, ground + veil)
            guard max(seen, below) < ratio * min(seen, below) else { return colour }
            let darker = below / ratio - shine - veil
            let lighter = below * ratio - shine - veil
            let wanted = darker > 0.03 && (seen < below || lighter > 1) ? darker : lighter
            let made = colour * (min(1.15, wanted) / own)
            return made.max() > 1.3 ? Colour(repeating: min(1.15, wanted)) : made
        }
        colour = changed(colour)
        secondColour = secondColour.map(changed)
    }

    /// Its own colour at `p`.
    func colour(_ p: Vector) -> Colour {
        var made = colour
        if let secondColour, split.contains(p.x) { made = secondColour }
        if let speckle {
            let spot = Grain.value(p / speckle.size, key)
            let strength = smooth((spot - 0.7 + speckle.share) / 0.2)
            made += (speckle.colour - made) * strength
        }
        return made
    }
}
