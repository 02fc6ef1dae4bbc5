package import Blister
package import Imaging

/// Paints a blister of two by two round tablets from a formula of the place, so that what is wrong
/// with it is known to the tenth of a millimetre.
///
/// Not the line twin: a second, simpler opinion on what a blister looks like.
package struct PaintedBlister {
    private typealias Colour = SIMD3<Double>

    /// Red, green and blue of what is painted, grey levels.
    private enum Paint {
        static let bed = Colour(50, 50, 52)
        static let foil = Colour(138, 138, 141)
        static let floor = Colour(106, 108, 113)
        static let rim = Colour(84, 84, 88)
        static let tablet = Colour(214, 190, 140)
        static let otherTablet = Colour(120, 160, 205)
        static let dark = Colour(58, 52, 48)
    }

    /// A disc, perhaps cut off along a straight line.
    private struct Disc {
        var centre: Point
        var radius: Double
        var colour: Colour
        /// Unit vector towards the side that is gone; nil for a whole disc.
        var cut: SIMD2<Double>?
        /// How much darker its edge is than its middle, 0...1.
        var doming = 0.12

        func distance(_ x: Double, _ y: Double) -> Double {
            let (u, v) = (x - centre.x, y - centre.y)
            let round = (u * u + v * v).squareRoot() - radius
            return cut.map { max(round, u * $0.x + v * $0.y) } ?? round
        }

        func colour(_ x: Double, _ y: Double) -> Colour {
            let (u, v) = (x - centre.x, y - centre.y)
            return colour * (1 - doming * (u * u + v * v) / (radius * radius))
        }
    }

    /// Two by two pockets of 8 mm on 24 by 24 mm.
    package static let layout = Layout(
        width: 24,
        length: 24,
        lanes: 1,
        lanePitch: 24,
        pitch: 24,
        pockets: [(6.5, 6.5), (17.5, 6.5), (6.5, 17.5), (17.5, 17.5)].map { x, y in
            Pocket(centre: Point(x: x, y: y), shape: .circle(diameterMillimetres: 8))
        }
    )
    /// Coarse, so that a debug build paints and judges quickly.
    package static let millimetresPerPixel = 0.2
    private static let tabletRadius = 3.0

    /// 1 or 3.
    package var channels: Int
    /// Seed of place, light, noise, and where the flaw is.
    package var seed: UInt64
    /// What is wrong; nil is a good blister.
    package var flaw: Flaw?
    /// Pocket that has the flaw, when it lies in one.
    package var pocket: Int
    /// Light on the blister over the usual one.
    package var light: Double

    /// Plans a blister.
    package init(
        channels: Int,
        seed: UInt64,
        flaw: Flaw? = nil,
        pocket: Int = 0,
        light: Double = 1
    ) {
        self.channels = channels
        self.seed = seed
        self.flaw = flaw
        self.pocket = pocket
        self.light = light
    }

    /// The blister from its first to its last corner, as registration leaves it: a fraction of a
    /// pixel off.
    package var picture: Image { picture(margin: 0) }

    /// The blister with `margin` millimetres of the bed around it.
    package func picture(margin: Double) -> Image {
        var random = SeededRandom(seed: seed)
        let shift = Point(x: random.between(-0.06, 0.06), y: random.between(-0.06, 0.06))
        let gain = light * random.between(0.98, 1.02)
        let discs = discs(&random)
        let marks = marks(&random)
        let side = Int(((Self.layout.width + 2 * margin) / Self.millimetresPerPixel).rounded())
        var image = Image(width: side, height: side, channels: channels, filledWith: 0)
        for row in 0..<side {
            let y = (Double(row) + 0.5) * Self.millimetresPerPixel - margin - shift.y
            for column in 0..<side {
                let x = (Double(column) + 0.5) * Self.millimetresPerPixel - margin - shift.x
                let colour = colour(x, y, discs, marks) * gain
                let seen =
                    channels == 3
                    ? [colour.x, colour.y, colour.z]
                    : [(colour.x + 2 * colour.y + colour.z) / 4]
                for channel in 0..<channels {
                    let value = seen[channel] + 2 * random.noise()
                    image[column, row, channel] = UInt8(max(0, min(255, value.rounded())))
                }
            }
        }
        return image
    }

    private func colour(_ x: Double, _ y: Double, _ discs: [Disc], _ marks: [Disc]) -> Colour {
        let edge = max(-x, x - Self.layout.width, -y, y - Self.layout.length)
        var colour = Paint.bed
        guard edge < 0.3 else { return colour }
        let wave = abs((x / 0.9).rounded() - x / 0.9) + abs((y / 0.9).rounded() - y / 0.9)
        Self.cover(&colour, with: Paint.foil + 8 * (wave - 0.5), distance: edge)
        for pocket in Self.layout.pockets {
            let distance = pocket.signedDistance(to: Point(x: x, y: y))
            guard distance < 1 else { continue }
            Self.cover(&colour, with: Paint.floor, distance: distance)
            Self.cover(&colour, with: Paint.rim, distance: abs(distance) - 0.3)
        }
        for disc in discs + marks {
            Self.cover(&colour, with: disc.colour(x, y), distance: disc.distance(x, y))
        }
        if flaw == .hair {
            // From (11.6, 3) to (12.4, 15), a quarter of a millimetre wide.
            let along = max(0, min(1, ((x - 11.6) * 0.8 + (y - 3) * 12) / (0.8 * 0.8 + 12 * 12)))
            let (u, v) = (x - 11.6 - 0.8 * along, y - 3 - 12 * along)
            Self.cover(
                &colour,
                with: Paint.dark,
                distance: (u * u + v * v).squareRoot() - 0.125
            )
        }
        if flaw == .splice, y > 9, y < 14, edge < 0 { colour *= 0.85 }
        return colour
    }

    /// Lays `paint` over `colour` as far as `distance` (negative inside) says.
    private static func cover(_ colour: inout Colour, with paint: Colour, distance: Double) {
        let share = max(0, min(1, 0.5 - distance / 0.2))
        guard share > 0 else { return }
        colour += (paint - colour) * share
    }

    /// Tablets and their pieces.
    private func discs(_ random: inout SeededRandom) -> [Disc] {
        var discs: [Disc] = []
        for (index, drawn) in Self.layout.pockets.enumerated() {
            let centre = Point(
                x: drawn.centre.x + random.between(-0.35, 0.35),
                y: drawn.centre.y + random.between(-0.35, 0.35)
            )
            let way = Self.way(&random)
            let tablet = Disc(centre: centre, radius: Self.tabletRadius, colour: Paint.tablet)
            discs += index == pocket ? flawed(tablet, drawn.centre, way) : [tablet]
        }
        return discs
    }

    private func flawed(_ good: Disc, _ middle: Point, _ way: SIMD2<Double>) -> [Disc] {
        func moved(_ from: Point, _ millimetres: Double) -> Point {
            Point(x: from.x + way.x * millimetres, y: from.y + way.y * millimetres)
        }
        var tablet = good
        switch flaw {
        case .missing: return []
        case .half: tablet.cut = way
        case .double:
            var second = good
            second.centre = moved(good.centre, 1.6)
            return [good, second]
        case .wrongColour: tablet.colour = Paint.otherTablet
        case .undersize: tablet.radius = 2.45
        case .oversize: tablet.radius = 3.6
        case .fragment:
            tablet.centre = moved(middle, -0.8)
            let piece = Disc(centre: moved(middle, 3.1), radius: 0.6, colour: Paint.tablet)
            return [tablet, piece]
        case .outOfPocket: tablet.centre = moved(middle, 2.5)
        case .blackSpot, .dirtyFoil, .hair, .splice, nil: break
        }
        return [tablet]
    }

    /// Dark marks over everything.
    private func marks(_ random: inout SeededRandom) -> [Disc] {
        let way = Self.way(&random)
        switch flaw {
        case .blackSpot:
            let centre = Self.layout.pockets[pocket].centre
            let place = Point(x: centre.x + 1.5 * way.x, y: centre.y + 1.5 * way.y)
            return [Disc(centre: place, radius: 0.3, colour: Paint.dark, doming: 0)]
        case .dirtyFoil:
            let place = Point(x: 12 + 0.5 * way.x, y: 12 + 0.5 * way.y)
            return [Disc(centre: place, radius: 0.9, colour: Paint.dark, doming: 0)]
        default: return []
        }
    }

    /// One of the sixteen points of the compass.
    private static func way(_ random: inout SeededRandom) -> SIMD2<Double> {
        let axis = [(1.0, 0.0), (0.92388, 0.38268), (0.70711, 0.70711), (0.38268, 0.92388)]
        let (x, y) = axis[Int.random(in: 0..<4, using: &random)]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return SIMD2(x, y)
        case 1: return SIMD2(-y, x)
        case 2: return SIMD2(-x, -y)
        default: return SIMD2(y, -x)
        }
    }
}
