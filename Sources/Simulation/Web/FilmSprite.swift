internal import Blister
internal import Foundation

/// What the formed clear film of one pocket does to the light from below.
///
/// x of an entry: the share it lets through; y: the light it mirrors into the camera.
struct FilmSprite: Sendable {
    let columns: Range<Int>
    let rows: Range<Int>
    let entries: [SIMD2<Float>]

    /// A dent in the dome, millimetres from the blister's first corner.
    struct Dent: Sendable {
        var centre: Point
        var radius: Double
        var depth: Double
    }

    /// Tabulates pocket `pocket` of a blister whose first corner lies at `origin` on the canvas.
    init(
        pocket: Pocket,
        origin: Point,
        canvas grid: WebGrid,
        table: ShadingTable,
        variant: Draw,
        dent: Dent? = nil
    ) {
        var draw = variant
        let waves = (0..<4).map { _ in
            (
                angle: Float(draw.between(0, 6.28)), length: Float(draw.between(4, 11)),
                phase: Float(draw.between(0, 6.28)), height: Float(draw.between(0.006, 0.022))
            )
        }
        let tilt = SIMD2(Float(draw.between(-0.03, 0.03)), Float(draw.between(-0.03, 0.03)))
        let half = pocket.halfExtent
        let reach = 0.8
        let empty = Canvas.emptyBounds(grid)
        let left = Int(grid.column(origin.x + pocket.centre.x - half.x - reach))
        let right = Int(grid.column(origin.x + pocket.centre.x + half.x + reach)) + 2
        let top = Int(grid.row(origin.y + pocket.centre.y - half.y - reach))
        let bottom = Int(grid.row(origin.y + pocket.centre.y + half.y + reach)) + 2
        columns = left.clamped(to: empty.columns)..<right.clamped(to: empty.columns)
        rows = top.clamped(to: empty.rows)..<bottom.clamped(to: empty.rows)
        let short = min(half.x, half.y)
        var entries: [SIMD2<Float>] = []
        entries.reserveCapacity(columns.count * rows.count)
        for row in rows {
            for column in columns {
                let place = Point(x: grid.x(column) - origin.x, y: grid.y(row) - origin.y)
                let depth = -pocket.signedDistance(to: place)
                guard depth > -0.7 else {
                    entries.append(SIMD2(1, 0))
                    continue
                }
                let wall = Self.slope(at: depth, halfWidth: short)
                let step = 0.02
                let ahead = Point(x: place.x + step, y: place.y)
                let below = Point(x: place.x, y: place.y + step)
                let gradient = SIMD2(
                    Float((pocket.signedDistance(to: ahead) + depth) / step),
                    Float((pocket.signedDistance(to: below) + depth) / step)
                )
                var lean = gradient * Float(wall)
                var crease: Float = 0
                if depth > 0.3 {
                    lean += tilt
                    for wave in waves {
                        let along = SIMD2(Angle.cosine(wave.angle), Angle.sine(wave.angle))
                        let at = along.x * Float(place.x) + along.y * Float(place.y)
                        lean +=
                            along * wave.height
                            * Angle.cosine(6.28 * at / wave.length + wave.phase)
                    }
                    if let dent {
                        let pressed = Self.dented(place, dent)
                        lean += pressed.lean
                        crease = pressed.crease
                    }
                }
                let norm = 1 / (1 + (lean * lean).sum()).squareRoot()
                let shine = table(lean.x * norm, lean.y * norm).y
                let steep = Float(min(1, wall / 2))
                let rim = Float(max(0, 1 - abs(depth - 0.05) / 0.18))
                let pass = (0.95 - 0.42 * steep) * (1 - 0.28 * rim) * (1 - 0.5 * crease)
                let fade = Float(min(1, max(0, (depth + 0.7) / 0.5)))
                entries.append(
                    SIMD2(1 + (pass - 1) * fade, max(0, 1.2 * shine - 0.03 + 0.16 * crease) * fade)
                )
            }
        }
        self.entries = entries
    }

    /// Slope of the formed film at `depth` millimetres inside the outline.
    private static func slope(at depth: Double, halfWidth: Double) -> Double {
        func rise(_ value: Double) -> Double {
            let t = min(1, max(0, value))
            return t * t * (3 - 2 * t)
        }
        let wall = 2.0 * rise((depth + 0.12) / 0.42) * (1 - rise((depth - 0.4) / 0.6))
        let shoulder = 0.42 * rise(depth / 0.6) * exp(-max(0, depth - 0.6) / 0.55)
        let dome = 0.16 * rise(depth / 0.6) * max(0, 1 - depth / halfWidth)
        return wall + shoulder + dome
    }

    private static func dented(
        _ place: Point,
        _ dent: Dent
    ) -> (lean: SIMD2<Float>, crease: Float) {
        let x = (place.x - dent.centre.x) / dent.radius
        let y = (place.y - dent.centre.y) / dent.radius
        let radial = (x * x + y * y).squareRoot()
        guard radial < 1.6, radial > 0.0001 else { return (SIMD2(0, 0), 0) }
        let edge = max(0, 1 - abs(radial - 1) / 0.3)
        let bowl = radial < 1 ? -radial * dent.depth : 0
        let amount = bowl + edge * dent.depth * 0.8
        let fold = Angle.sine(Float(x * 9 + y * 4)) * Float(dent.depth * 0.3 * max(0, 1 - radial))
        return (
            SIMD2(Float(x / radial * amount) + fold, Float(y / radial * amount) - fold),
            Float(edge * edge * min(1, dent.depth))
        )
    }
}

extension Canvas {
    static func emptyBounds(_ grid: WebGrid) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)
    {
        (0...grid.columns + 2 * padding, 0...grid.rowsPerCycle)
    }
}

extension Int {
    func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
    }
}
