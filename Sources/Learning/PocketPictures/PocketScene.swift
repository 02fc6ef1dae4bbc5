internal import Foundation

/// From where a pocket is seen, and through what.
enum PocketView {
    /// Through the formed clear film, foil behind.
    case clear
    /// Open, before it is sealed; the ground is formed film or metal.
    case open
    /// A dome of metal; nothing is seen through it.
    case metal
    /// The lidding foil, with the pocket pressed through.
    case lid
}

/// Everything in view, ready to be asked for colours.
///
/// Millimetres around the middle of the pocket.
struct PocketScene {
    let view: PocketView
    let label: PocketClass
    let kind: ProductKind
    let lamps: Lamps
    let foil: FoilTexture
    let dome: Dome
    let tablet: Tablet
    let pocket: Outline
    let pitch: Vector
    let stagger: Float
    /// Millimetres from edge to edge of the crop, its middle, turn and stretch.
    let reach: Float
    let middle: Vector
    let turn: Vector
    let stretch: Vector
    /// Half a pixel of a 64-pixel crop, millimetres.
    let edge: Float
    let groundShade: Float
    let groundKnurl: Float
    let groundSoftness: Float
    let isMetalGround: Bool
    let groundColour: Colour
    let shade: Vector
    let shadow: Float
    let play: Float
    let key: UInt32
    let weights: Colour
    var pieces: [Piece] = []
    var matter: [Matter] = []
    var crush: Crush?
    /// Whether its label can be seen.
    private(set) var isClear = false

    /// Draws a scene of `label` for a camera that sees colours by `weights`.
    init(
        label: PocketClass,
        from heldOut: HeldOut,
        weights: Colour,
        _ chance: inout Chance
    ) {
        self.weights = weights
        self.label = label
        let kinds = heldOut.kinds(.products, ProductKind.heldOut)
        kind = chance.pick(kinds.flatMap { Array(repeating: $0, count: $0.frequency) })
        view = Self.view(label, &chance)
        lamps = Lamps(chance.pick(heldOut.kinds(.lamps, LampKind.heldOut)), &chance)
        var tablet = Tablet(kind, &chance)
        let own = tablet.half
        let isWide = label == .double ? chance.happens(0.4) : chance.happens(0.1)
        let clearance =
            chance.between(0.3, 1) + (isWide ? min(own.x, own.y) * chance.between(0.15, 0.6) : 0)
        play = clearance
        pocket = Self.pocket(tablet.outline.grown(clearance), &chance)
        let half = pocket.half
        reach = 2 * max(half.x, half.y) / chance.between(0.55, 0.95)
        edge = reach / 128 * chance.between(0.8, 1.2)
        foil = FoilTexture(
            chance.pick(heldOut.kinds(.foils, FoilKind.heldOut)),
            pixel: reach / 64,
            &chance
        )
        var dome = Dome(view, short: min(half.x, half.y), &chance)
        pitch = 2 * half + Vector(chance.between(1, 6), chance.between(1, 6))
        stagger = chance.happens(0.2) ? 0.5 : 0
        middle = Vector(chance.between(-0.08, 0.08), chance.between(-0.08, 0.08)) * reach
        turn = chance.direction()
        let aspect = chance.between(-0.06, 0.06)
        stretch = Vector(1 + aspect, 1 - aspect)
        groundShade = chance.between(0.55, 1)
        groundKnurl = chance.happens(0.3) ? chance.between(0, 0.7) : 0
        groundSoftness = chance.between(0.2, 0.6)
        isMetalGround = view == .open && chance.happens(0.3)
        groundColour =
            Colour(chance.unit(), chance.unit(), chance.unit()) * 0.15
            + chance.between(0.1, 0.85)
        shade = (lamps.lean * -1.2 + chance.place() * 0.3) * chance.between(0.2, 1)
        shadow = chance.between(0.15, 0.7)
        key = chance.key()
        var ground = foil.brightness(lamps, weights) * groundShade
        if view == .open {
            let metal = 0.25 + 0.5 * lamps.radiance(Vector(), softness: groundSoftness)
            ground = (groundColour * weights).sum() * (isMetalGround ? metal : 1)
        }
        if view == .clear { dome.limitShine(under: lamps, ground: ground) }
        self.dome = dome
        let mirrored = lamps.radiance(Vector(), softness: dome.softness)
        tablet.standOut(
            from: ground,
            shine: tablet.gloss * lamps.radiance(Vector(), softness: tablet.softness),
            veil: view == .clear ? dome.shine * mirrored * 0.35 + dome.haze * 0.4 : 0,
            ratio: chance.between(1.6, 2.4),
            weights
        )
        self.tablet = tablet
        for _ in 0..<4 where !isClear {
            (pieces, matter, crush) = ([], [], nil)
            let good = piece(&chance)
            fill(good, &chance)
            isClear = shows(good)
        }
    }

    /// Only what can be seen: a metal dome hides the product.
    private static func view(_ label: PocketClass, _ chance: inout Chance) -> PocketView {
        let isOpaquePossible = [.good, .dented, .foreign].contains(label)
        let share = chance.unit()
        if isOpaquePossible, share < 0.02 { return .metal }
        if isOpaquePossible, share < 0.05 { return .lid }
        return share < 0.3 ? .open : .clear
    }

    private static func pocket(_ fitting: Outline, _ chance: inout Chance) -> Outline {
        let half = fitting.half
        if half.x < half.y * 1.1, chance.happens(0.25) {
            return Outline(form: .box(Vector()), radius: max(half.x, half.y) * 1.08)
        }
        if half.x > half.y * 1.15, chance.happens(0.25) {
            return Outline(form: .ellipse(half * 1.1), radius: 0)
        }
        return fitting
    }

    /// A whole product, as it may lie.
    func piece(_ chance: inout Chance, play share: Float = 1) -> Piece {
        let half = tablet.half
        let isFree = half.x < half.y * 1.08
        let loose = min(0.25, play / max(half.x, half.y))
        let angle = isFree ? chance.between(0, 2 * .pi) : chance.normal() * loose * 0.6
        let flip: Float = chance.happens(0.5) ? 1 : -1
        return Piece(
            tablet: tablet,
            place: chance.place() * play * 0.85 * share,
            way: Vector(cos(angle), sin(angle)) * flip,
            scale: 1 + chance.normal() * 0.008,
            tilt: chance.place() * 0.05,
            brightness: 1 + chance.normal() * 0.02,
            shadow: shadow,
            edge: edge
        )
    }

    /// The colour seen at `place`, -1...1 over the crop.
    func colour(_ place: Vector) -> Colour {
        let p = (place * stretch * (reach / 2)).turned(turn) + middle
        let cell = Vector((p.x / pitch.x).rounded(), 0)
        let odd = Int(cell.x) & 1 == 0 ? 0 : stagger * pitch.y
        let row = ((p.y - odd) / pitch.y).rounded()
        let isOwn = cell.x == 0 && row == 0
        let q = p - Vector(cell.x * pitch.x, row * pitch.y + odd)
        let far = pocket.distance(q)
        let outward = pocket.outward(q, far)
        var depth = -far
        if isOwn, let crush { depth -= crush.pushed(q) }
        let short = min(pocket.half.x, pocket.half.y)
        var slope = dome.slope(q, depth: depth, outward: outward, short: short)
        var crease: Float = 0
        if isOwn, let crush, depth > 0 {
            let bend = crush.bend(q)
            slope += bend.slope
            crease = bend.crease
        }
        var colour = ground(p, depth: depth, slope: slope, crease: crease)
        if view == .clear || view == .open {
            let seen = depth > 0 ? q + slope * dome.refraction * min(1, depth) : q
            if isOwn {
                for piece in pieces where piece.isNear(seen) {
                    piece.paint(&colour, seen, lamps, shade: shade)
                }
            } else if depth > -0.5 {
                neighbour(cell.x, row, seen, &colour)
            }
        }
        for thing in matter { thing.paint(&colour, p, lamps) }
        if view == .clear { film(&colour, depth: depth, slope: slope, crease: crease) }
        return colour
    }

    private func ground(_ p: Vector, depth: Float, slope: Vector, crease: Float) -> Colour {
        let flange = smooth((-depth - 0.1) / 0.3)
        switch view {
        case .clear:
            let press = foil.slope(p, force: groundKnurl + (1 - groundKnurl) * flange)
            var colour = foil.colour(p, slope: press, lamps)
            if depth > 0 {
                let wall = 1 - 0.4 * shadow * max(0, 1 - depth / 1.2)
                colour *= (1 + (groundShade - 1) * smooth(depth / 0.8)) * wall
            }
            return colour
        case .open:
            // Flange and hollow are of one sheet.
            let press = foil.slope(p, force: 0.3 * flange + 0.1)
            let wall = slope * -1 + press * 0.5
            let hollow = depth > -0.3 ? 1 - 0.45 * shadow * max(0, 1 - depth / 1.5) : 1
            if isMetalGround {
                return groundColour.mean * 0.5 * hollow
                    * (Colour(repeating: 0.5) + lamps.radiance(wall, softness: groundSoftness))
            }
            let shine = 0.12 * lamps.radiance(wall, softness: 0.15)
            return (groundColour * lamps.irradiance(wall) + shine) * hollow
        case .metal:
            let press = foil.slope(p, force: flange) + slope * 0.7
            return foil.colour(p, slope: press, lamps) * (1 - crease * 0.6)
        case .lid:
            let edge = max(0, 1 - abs(depth) / 0.35) * dome.embossing
            let press = foil.slope(p, force: 0.55 + 0.45 * flange)
            let bent = crush != nil && depth > 0 ? slope : Vector()
            let way = slope / max(0.05, slope.length)
            return foil.colour(p, slope: press + way * edge + bent, lamps) * (1 - crease * 0.6)
        }
    }

    /// The product of another pocket.
    private func neighbour(_ column: Float, _ row: Float, _ p: Vector, _ colour: inout Colour) {
        var chance = Chance(
            seed: UInt64(key),
            index: Int(Grain.bits(Int32(column), Int32(row), key))
        )
        let piece = piece(&chance)
        if piece.isNear(p) { piece.paint(&colour, p, lamps, shade: shade) }
    }

    private func film(_ colour: inout Colour, depth: Float, slope: Vector, crease: Float) {
        let fade = smooth((depth + 0.35) / 0.4)
        let steep = clipped(slope.length / 2)
        let rim = max(0, 1 - abs(depth - 0.05) / (2.5 * edge + 0.12)) * dome.rim
        let pass = (0.97 - 0.4 * steep) * (1 - rim * 0.6) * (1 - 0.75 * crease)
        colour *= dome.tint * (1 + (pass - 1) * fade)
        let shine = dome.shine * lamps.radiance(slope, softness: dome.softness)
        // Flat film outside of the dome mirrors as well, and is pressed onto the knurl.
        let amount = fade + (1 - fade) * 0.25
        let mirrored: Float = shine * (0.35 + 1.6 * steep) * amount
        let white: Float = mirrored + crease * dome.shine * 0.3 + dome.haze * 0.4
        colour += Colour(repeating: white)
    }
}
