internal import Layers

/// How text comes onto a pack.
public enum PrintKind: String, Sendable, CaseIterable {
    /// Drops of a continuous inkjet, apart or run together.
    case dots
    /// A ribbon's ink: full, with voids where the head is worn.
    case transfer
    /// Ink by outline, as offset or a fine inkjet lays it.
    case ink
    /// Burnt or bleached by a laser, rough within.
    case laser
    /// Pressed into the foil or out of it: shading only.
    case emboss
}

/// What is on one line: letters as outlines or drops, before any camera.
///
/// Unit: the height of capitals; x from the start of the text, y downwards from the base line.
struct PrintedLine {
    /// A drop.
    struct Drop {
        var centre: Vector
        var radius: Float
        var strength: Float
    }

    /// Where a sign lies along the line.
    struct Place {
        var sign: Character
        var from: Float
        var to: Float
    }

    var outlines: [[Vector]] = []
    var drops: [Drop] = []
    var places: [Place] = []
    /// Length of the text.
    var length: Float = 0

    /// How all lines of one print look.
    struct Style {
        var kind: PrintKind
        var font: LetterTable.Font
        var dots: DotLetters?
        /// Between letters, in heights.
        var tracking: Float
        /// Length of a blank, in heights.
        var blank: Float
        /// Across, against the font's own width.
        var width: Float
        var isLowerCase: Bool
        var isSlashed: Bool
        /// Of drops: radius by the distance of rows, misplacement, drops lost, drops too many.
        var radius: Float
        var scatter: Float
        var lost: Float
        var satellites: Float
        /// Row whose nozzle is blocked.
        var blockedRow: Int?
        /// Columns from letter to letter beyond the matrix.
        var gapColumns: Int
        /// Leaning: columns are printed while the web moves.
        var lean: Float
        /// Waviness of rows along the line.
        var wave: Float
        /// How drops are laid where a continuous inkjet's head lays them; nil: where the matrix says.
        var head: DropHead?
    }
}

extension PrintedLine.Style {
    /// A style of `kind` with what `table` offers; `hardness` 0...1 is how bad it may get.
    init(
        _ kind: PrintKind,
        _ table: LetterTable,
        isHeldOut: Bool,
        hardness: Float,
        _ random: inout SplitMix
    ) {
        self.kind = kind
        font = random.pick(isHeldOut ? table.heldOut : table.learnt)
        dots = nil
        if kind == .dots {
            dots =
                isHeldOut
                ? random.pick(table.heldOutMatrices) : DotLetters.learnt(table, &random)
            if random.happens(0.25) { dots = dots?.proportional }
        }
        tracking = random.happens(0.6) ? 0 : random.between(-0.02, 0.3)
        blank = random.between(0.28, 0.7)
        width = random.happens(0.5) ? random.between(0.9, 1.1) : random.scale(0.7, 1.5)
        isLowerCase = kind != .dots && random.happens(0.06)
        isSlashed = random.happens(0.12)
        radius = random.scale(0.3, 0.8)
        scatter = random.happens(0.3) ? 0 : random.between(0, 0.22) * hardness
        lost = random.happens(0.5) ? 0 : random.between(0, 0.06) * hardness
        satellites = random.happens(0.7) ? 0 : random.between(0, 0.15) * hardness
        let isBlocked = random.happens(max(0, 0.12 * (hardness - 0.3)))
        blockedRow = isBlocked ? random.nextIndex(max(1, dots?.size.rows ?? 1)) : nil
        gapColumns = random.happens(0.6) ? 1 : random.count(1, 3)
        lean = random.happens(0.5) ? 0 : random.between(-0.2, 0.3) * hardness
        wave = random.happens(0.6) ? 0 : random.between(0, 0.06) * hardness
        head = nil
        if kind == .dots {
            // Stretched by a web faster or slower than the head was told.
            width = random.scale(1 / (1.15 + 0.4 * hardness), 1.15 + 0.4 * hardness)
            radius = random.scale(0.35 - 0.1 * hardness, 0.62 + 0.18 * hardness)
            setHead(hardness: hardness, &random)
        }
    }

    /// Prints most dots as heads of continuous inkjets do.
    private mutating func setHead(hardness: Float, _ random: inout SplitMix) {
        guard random.happens(0.65) else { return }
        head = DropHead(rows: dots?.size.rows ?? 1, hardness: hardness, &random)
        tracking = random.happens(0.6) ? 0 : random.between(-0.05, 0.3)
        // The web moves while a column is printed: at a head that is set up, hardly.
        lean = random.happens(0.4) ? 0 : random.between(-0.3, 0.35) * (0.15 + 0.85 * hardness)
    }
}

extension PrintedLine {
    /// Sets `text` in `style`.
    init(_ text: String, _ style: Style, _ random: inout SplitMix) {
        if let dots = style.dots, let head = style.head {
            set(text, style, dots, head, &random)
        } else if let dots = style.dots {
            set(text, style, dots, &random)
        } else {
            set(text, style, &random)
        }
        if style.lean != 0 || style.wave > 0 { bend(style, random.between(0, 6.3)) }
    }

    private mutating func set(_ text: String, _ style: Style, _ random: inout SplitMix) {
        var x: Float = 0
        for sign in text {
            guard sign != " " else {
                places.append(Place(sign: sign, from: x, to: x + style.blank))
                x += style.blank
                continue
            }
            let shown = style.isLowerCase ? Character(sign.lowercased()) : sign
            guard let letter = style.font.letters[shown] ?? style.font.letters[sign] else {
                continue
            }
            let stretch = Vector(style.width, 1)
            let shift = Vector(x, 0)
            outlines += letter.outlines.map { $0.map { $0 * stretch + shift } }
            let end = x + letter.advance * style.width
            if style.isSlashed, sign == "0" {
                let half: Float = 0.045
                let low = Vector(x + (end - x) * 0.26, -0.12)
                let high = Vector(x + (end - x) * 0.74, -0.88)
                // The same way round as what is filled, so that areas add up.
                outlines.append([
                    low - Vector(half, 0), high - Vector(half, 0), high + Vector(half, 0),
                    low + Vector(half, 0),
                ])
            }
            places.append(Place(sign: sign, from: x, to: end))
            x = end + style.tracking
        }
        length = max(0.3, x - style.tracking)
    }

    private mutating func set(
        _ text: String,
        _ style: Style,
        _ dots: DotLetters,
        _ random: inout SplitMix
    ) {
        let rowStep = 1 / Float(max(1, dots.size.rows - 1))
        let columnStep = rowStep * style.width
        let gap = (Float(style.gapColumns) + style.tracking * 4) * columnStep
        var x: Float = 0
        for sign in text {
            guard sign != " " else {
                let letter = Float(dots.size.columns) * columnStep
                let blank = (letter + gap) * (0.5 + style.blank)
                places.append(Place(sign: sign, from: x, to: x + blank))
                x += blank
                continue
            }
            let jolt = style.scatter * rowStep * 0.5 * random.normal()
            for place in dots[sign] {
                if place.y == style.blockedRow || random.happens(style.lost) { continue }
                let aim = Vector(
                    x + Float(place.x) * columnStep,
                    Float(place.y) * rowStep - 1 + jolt
                )
                let miss = Vector(random.normal(), random.normal()) * (style.scatter * rowStep)
                let radius = style.radius * rowStep * random.between(0.88, 1.12)
                drops.append(
                    Drop(centre: aim + miss, radius: radius, strength: random.between(0.8, 1))
                )
                if random.happens(style.satellites) {
                    let away = Vector(random.between(0.4, 1.4), random.between(-0.3, 0.3))
                    drops.append(
                        Drop(
                            centre: aim + miss + away * rowStep,
                            radius: radius * random.between(0.25, 0.5),
                            strength: random.between(0.4, 1)
                        )
                    )
                }
            }
            let columns = Float(dots.columns(of: sign))
            places.append(Place(sign: sign, from: x, to: x + (columns - 1) * columnStep))
            x += columns * columnStep + gap
        }
        length = max(0.3, x - gap - columnStep)
    }

    private mutating func bend(_ style: Style, _ phase: Float) {
        func bent(_ place: Vector) -> Vector {
            Vector(
                place.x - place.y * style.lean,
                place.y + style.wave * Wave.sine(place.x * 0.9 + phase)
            )
        }
        for index in drops.indices { drops[index].centre = bent(drops[index].centre) }
        for index in outlines.indices { outlines[index] = outlines[index].map(bent) }
    }
}
