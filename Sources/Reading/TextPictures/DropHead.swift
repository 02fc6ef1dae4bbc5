internal import Layers

/// How the head of a continuous inkjet lays its drops otherwise than the matrix says: columns printed
/// twice, rows drawn apart or together, columns and drops off their places, drops with tails.
///
/// Unit: a step of rows across the line, of columns along it.
struct DropHead {
    /// A drop as it lands.
    struct Landing {
        var place: Vector
        /// Against the usual one.
        var size: Float
        var strength: Float
    }

    /// Times every column is printed.
    var repeats = 1
    /// From one time to the next.
    var repeatStep: Float = 1
    /// From one column of the matrix to the next.
    var pitch: Float = 1
    /// By row, from the top: how far drops land from their places.
    var rowShifts: [Vector]
    /// By row: whether its drops never leave the head.
    var isCut: [Bool]
    /// Deviation of whole columns from their places.
    var wobble = Vector.zero
    /// Deviation of single drops.
    var scatter: Float = 0
    /// How much sizes of drops differ.
    var sizeSpread: Float = 0.1
    /// Least strength of a drop.
    var strengthMin: Float = 0.8
    /// Length of a drop's tail along the web, in its radii; 0: round.
    var tail: Float = 0
    /// Share of a step by which a drop is drawn to the one that flew just before it.
    var pull: Float = 0
    /// Columns free between letters.
    var gap: Float = 1
    /// Shortest and longest blank, in letters.
    var blanks: ClosedRange<Float> = 1...1

    /// A head whose drops all land where they should.
    init(rows: Int) {
        rowShifts = [Vector](repeating: .zero, count: rows)
        isCut = [Bool](repeating: false, count: rows)
    }

    /// Draws one for `rows` rows; `hardness` 0...1 is how bad it may get.
    init(rows: Int, hardness: Float, _ random: inout SplitMix) {
        self.init(rows: rows)
        let rough = 0.2 + 0.8 * hardness
        if random.happens(0.4) {
            repeats = random.happens(0.75) ? 2 : 3
            if random.happens(0.6) {
                // Bold: the letter grows wider with its strokes.
                repeatStep = random.between(1 / Float(repeats), 0.9)
                pitch = repeatStep * Float(repeats)
            } else {
                repeatStep = random.between(0.15, 0.45) / Float(repeats - 1)
            }
        }
        // Fields that part drops are not even: rows further apart on one side, bent, each off a bit.
        let stretch = random.happens(0.5) ? random.between(-0.1, 0.1) * Float(rows) * rough : 0
        let bend = random.happens(0.5) ? random.between(-1.4, 1.4) * rough : 0
        let uneven = random.happens(0.5) ? random.between(0, 0.28) * rough : 0
        for row in 0..<rows {
            let height = 1 - Float(row) / Float(max(1, rows - 1))
            rowShifts[row] = Vector(
                bend * height * height + uneven * 0.6 * random.normal(),
                stretch * height * (1 - height) * 2 + uneven * random.normal()
            )
        }
        if random.happens(0.06 * rough) { isCut[random.happens(0.5) ? 0 : rows - 1] = true }
        if rows > 5, random.happens(0.06 * hardness) { isCut[random.nextIndex(rows)] = true }
        if random.happens(0.6) {
            wobble = Vector(random.between(0, 0.3), random.between(0, 0.3)) * rough
        }
        scatter = random.happens(0.3) ? 0 : random.between(0, 0.22) * rough
        sizeSpread = random.between(0.03, 0.35)
        strengthMin = random.happens(0.6) ? 0.8 : random.between(0.35, 0.8)
        if random.happens(0.3) { tail = random.scale(0.3, 2.2) }
        if random.happens(0.3) { pull = random.between(0, 0.35) * rough }
        gap = random.happens(0.5) ? 1 : random.scale(0.5, 3.5)
        let shortest = random.happens(0.5) ? random.between(0.8, 1.1) : random.between(0.35, 0.9)
        blanks = shortest...(shortest * (random.happens(0.7) ? 1 : random.between(1, 2.5)))
    }

    /// From the first to the last column of a letter of `columns` in the matrix.
    func width(columns: Int) -> Float {
        Float(columns - 1) * pitch + Float(repeats - 1) * repeatStep
    }

    /// Where the drops of `places`, of one letter, land.
    func landings(
        of places: [SIMD2<Int>],
        lost: Float,
        satellites: Float,
        _ random: inout SplitMix
    ) -> [Landing] {
        var landings: [Landing] = []
        let columns = Dictionary(grouping: places, by: \.x).sorted { $0.key < $1.key }
        for (column, drops) in columns {
            for turn in 0..<repeats {
                let off = Vector(random.normal(), random.normal()) * wobble
                var last = -2
                for row in drops.map(\.y).sorted() {
                    guard !isCut[row], !random.happens(lost) else { continue }
                    var place = Vector(0, Float(row))
                    place.x = Float(column) * pitch + Float(turn) * repeatStep
                    place += rowShifts[row] + off
                    place += Vector(random.normal(), random.normal()) * scatter
                    if last == row - 1 { place.y -= pull }
                    last = row
                    let size = 1 + sizeSpread * random.between(-1, 1)
                    let strength = random.between(strengthMin, 1)
                    landings.append(Landing(place: place, size: size, strength: strength))
                    guard random.happens(satellites) else { continue }
                    let away = Vector(random.between(0.4, 1.4), random.between(-0.3, 0.3))
                    landings.append(
                        Landing(
                            place: place + away,
                            size: size * random.between(0.25, 0.5),
                            strength: random.between(0.4, 1)
                        )
                    )
                }
            }
        }
        return landings
    }
}

extension PrintedLine {
    /// Sets `text` as `head` lays it.
    mutating func set(
        _ text: String,
        _ style: Style,
        _ dots: DotLetters,
        _ head: DropHead,
        _ random: inout SplitMix
    ) {
        let rowStep = 1 / Float(max(1, dots.size.rows - 1))
        let step = Vector(rowStep * style.width, rowStep)
        let gap = (head.gap + style.tracking * 4) * step.x
        let blank = head.width(columns: dots.size.columns) * step.x + gap
        var x: Float = 0
        for sign in text {
            guard sign != " " else {
                let share = random.between(head.blanks.lowerBound, head.blanks.upperBound)
                places.append(Place(sign: sign, from: x, to: x + blank * share))
                x += blank * share
                continue
            }
            let letter = head.width(columns: dots.columns(of: sign)) * step.x
            let landings = head.landings(
                of: dots[sign],
                lost: style.lost,
                satellites: style.satellites,
                &random
            )
            for landing in landings {
                let radius = style.radius * rowStep * landing.size
                let centre = Vector(x, -1) + landing.place * step
                drops.append(Drop(centre: centre, radius: radius, strength: landing.strength))
                // A tail: what flies behind a drop and lands a little later on the moving web.
                for part in [Float(0.5), 1] where head.tail > 0 {
                    drops.append(
                        Drop(
                            centre: centre + Vector(part * head.tail * radius, 0),
                            radius: radius * (1 - 0.35 * part),
                            strength: landing.strength * (1 - 0.25 * part)
                        )
                    )
                }
            }
            places.append(Place(sign: sign, from: x, to: x + letter))
            x += letter + gap
        }
        length = max(0.3, x - gap)
    }
}
