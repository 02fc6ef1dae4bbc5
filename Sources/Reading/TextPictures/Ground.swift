internal import Foundation
internal import Layers

/// What lies under the print: board, film, foil, and what else is printed there.
///
/// Values 0...1.
struct Ground {
    private(set) var values: [Float]
    let width: Int
    let height: Int

    /// Draws one; `unit` is the height of capitals in pixels.
    init(width: Int, height: Int, unit: Float, hardness: Float, _ random: inout SplitMix) {
        (self.width, self.height) = (width, height)
        let level = random.between(0.08, 0.95)
        values = [Float](repeating: level, count: width * height)
        let tilt = Vector(random.normal(), random.normal()) * 0.12 * hardness
        for row in 0..<height {
            let y = Float(row) / Float(height) - 0.5
            for column in 0..<width {
                let x = Float(column) / Float(width) - 0.5
                values[row * width + column] += x * tilt.x * 2 + y * tilt.y * 0.6
            }
        }
        guard random.unit() < 0.35 + 0.5 * hardness else { return }
        switch random.nextIndex(8) {
        case 0, 1: clouds(random.scale(0.15, 3) * unit, random.between(0.02, 0.14), &random)
        case 2: streaks(random.between(0.02, 0.14), &random)
        case 3, 4: knurl(unit * random.scale(0.08, 0.5), random.between(0.03, 0.3), &random)
        case 5:
            clouds(random.scale(0.05, 0.3) * unit, random.between(0.02, 0.1), &random)
            clouds(random.scale(0.5, 4) * unit, random.between(0.02, 0.15), &random)
        case 6: patches(&random)
        default:
            knurl(unit * random.scale(0.1, 0.5), random.between(0.02, 0.15), &random)
            clouds(random.scale(0.2, 2) * unit, random.between(0.02, 0.15), &random)
        }
        if random.happens(0.15 * hardness) { patches(&random) }
    }

    /// Smooth noise with knots `size` pixels apart.
    private mutating func clouds(_ size: Float, _ strength: Float, _ random: inout SplitMix) {
        let step = max(1, size)
        let (columns, rows) = (Int(Float(width) / step) + 3, Int(Float(height) / step) + 3)
        let knots = (0..<columns * rows).map { _ in random.between(-1, 1) * strength }
        for row in 0..<height {
            let y = Float(row) / step
            let (j, v) = (Int(y), y - y.rounded(.down))
            for column in 0..<width {
                let x = Float(column) / step
                let (i, u) = (Int(x), x - x.rounded(.down))
                let place = j * columns + i
                let upper = knots[place] + (knots[place + 1] - knots[place]) * u
                let below = place + columns
                let lower = knots[below] + (knots[below + 1] - knots[below]) * u
                values[row * width + column] += upper + (lower - upper) * v
            }
        }
    }

    /// As rolled metal has: along one axis.
    private mutating func streaks(_ strength: Float, _ random: inout SplitMix) {
        let isAcross = random.happens(0.5)
        let lines = (0..<max(width, height)).map { _ in random.normal() * strength }
        for row in 0..<height {
            for column in 0..<width {
                values[row * width + column] += lines[isAcross ? column : row]
            }
        }
    }

    /// Ridges in two directions, `period` pixels apart.
    private mutating func knurl(_ period: Float, _ strength: Float, _ random: inout SplitMix) {
        let angle = random.between(0, 1.6)
        let rate = 2 * Float.pi / max(2.2, period)
        let one = Vector(cos(angle), sin(angle)) * rate
        let two = Vector(-one.y, one.x) * (random.happens(0.7) ? 1 : 0)
        let sharp = random.between(0.5, 2.5)
        for row in 0..<height {
            for column in 0..<width {
                let place = Vector(Float(column), Float(row))
                var wave = sin(one.x * place.x + one.y * place.y)
                if two != .zero { wave *= sin(two.x * place.x + two.y * place.y) }
                values[row * width + column] += strength * max(-1, min(1, wave * sharp))
            }
        }
    }

    /// Fields and lines of another colour.
    private mutating func patches(_ random: inout SplitMix) {
        for _ in 0..<random.count(1, 4) {
            let change = random.between(-0.35, 0.35)
            let isLine = random.happens(0.4)
            let wide = isLine ? random.count(1, 3) : random.count(4, max(5, width / 2))
            let high = isLine ? height : random.count(3, height)
            let left = random.nextIndex(width)
            let top = isLine ? 0 : random.nextIndex(height)
            for row in top..<min(height, top + high) {
                for column in left..<min(width, left + wide) {
                    values[row * width + column] += change
                }
            }
        }
    }
}
