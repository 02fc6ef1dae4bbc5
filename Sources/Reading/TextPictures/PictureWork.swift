internal import Foundation
internal import Layers

/// What happens to a picture of one channel between pack and file; values 0...1, row-major.
enum PictureWork {
    /// Three box means, near a normal distribution of deviation `sigma` pixels.
    static func blur(_ values: inout [Float], _ width: Int, _ height: Int, sigma: Float) {
        guard sigma > 0.25 else { return }
        if sigma < 1.2 {
            let side = 0.5 * sigma * sigma / (1 + sigma * sigma) * 1.6
            for _ in 0..<(sigma > 0.7 ? 2 : 1) {
                let share = min(0.33, side)
                for row in 0..<height { mix(&values, row * width, 1, width, share) }
                for column in 0..<width { mix(&values, column, width, height, share) }
            }
            return
        }
        let reach = max(1, Int((sigma * 0.95).rounded()))
        for _ in 0..<2 {
            for row in 0..<height { box(&values, row * width, 1, width, reach) }
            for column in 0..<width { box(&values, column, width, height, reach) }
        }
    }

    /// A mean along rows over `length` pixels, as by movement.
    static func smear(_ values: inout [Float], _ width: Int, _ height: Int, reach: Int) {
        for row in 0..<height { box(&values, row * width, 1, width, reach) }
    }

    private static func mix(
        _ values: inout [Float],
        _ start: Int,
        _ step: Int,
        _ count: Int,
        _ share: Float
    ) {
        var before = values[start]
        for index in 0..<count {
            let place = start + index * step
            let here = values[place]
            let after = values[index + 1 < count ? place + step : place]
            values[place] = here * (1 - 2 * share) + (before + after) * share
            before = here
        }
    }

    private static func box(
        _ values: inout [Float],
        _ start: Int,
        _ step: Int,
        _ count: Int,
        _ reach: Int
    ) {
        let line = (0..<count).map { values[start + $0 * step] }
        let share = 1 / Float(2 * reach + 1)
        var sum: Float = 0
        for index in -reach...reach { sum += line[min(count - 1, max(0, index))] }
        for index in 0..<count {
            values[start + index * step] = sum * share
            sum += line[min(count - 1, index + reach + 1)] - line[max(0, index - reach)]
        }
    }

    /// The loss of JPEG: blocks of 8 x 8 whose waves are rounded, the fine ones more.
    static func compress(_ values: inout [Float], _ width: Int, _ height: Int, step: Float) {
        var block = [Float](repeating: 0, count: 64)
        var part = block
        for top in stride(from: 0, through: height - 8, by: 8) {
            for left in stride(from: 0, through: width - 8, by: 8) {
                for y in 0..<8 {
                    for x in 0..<8 { block[y * 8 + x] = values[(top + y) * width + left + x] }
                }
                turn(block, &part, false)
                turn(part, &block, false)
                for index in 0..<64 {
                    let size = step * (1 + Float(index % 8 + index / 8) * 0.7)
                    block[index] = (block[index] / size).rounded() * size
                }
                turn(block, &part, true)
                turn(part, &block, true)
                for y in 0..<8 {
                    for x in 0..<8 { values[(top + y) * width + left + x] = block[y * 8 + x] }
                }
            }
        }
    }

    private static let waves: [Float] = (0..<64).map { index in
        let (wave, place) = (index / 8, index % 8)
        let scale = wave == 0 ? 0.125.squareRoot() : 0.5
        return Float(scale * cos((Double(place) + 0.5) * Double(wave) * .pi / 8))
    }

    /// A cosine transform of the rows of a block, turned over; or back.
    private static func turn(_ from: [Float], _ to: inout [Float], _ isBack: Bool) {
        for row in 0..<8 {
            for wave in 0..<8 {
                var sum: Float = 0
                for place in 0..<8 {
                    let weight = isBack ? waves[place * 8 + wave] : waves[wave * 8 + place]
                    sum += from[row * 8 + place] * weight
                }
                to[wave * 8 + row] = sum
            }
        }
    }

    /// Another size: means over areas where smaller, bilinear where larger.
    static func scaled(
        _ values: [Float],
        _ width: Int,
        _ height: Int,
        to newWidth: Int,
        _ newHeight: Int
    ) -> [Float] {
        var across = [Float](repeating: 0, count: newWidth * height)
        for column in 0..<newWidth {
            for (source, weight) in taps(column, width, newWidth) {
                for row in 0..<height {
                    across[row * newWidth + column] += values[row * width + source] * weight
                }
            }
        }
        var result = [Float](repeating: 0, count: newWidth * newHeight)
        for row in 0..<newHeight {
            for (source, weight) in taps(row, height, newHeight) {
                for column in 0..<newWidth {
                    result[row * newWidth + column] += across[source * newWidth + column] * weight
                }
            }
        }
        return result
    }

    private static func taps(_ index: Int, _ count: Int, _ newCount: Int) -> [(Int, Float)] {
        let scale = Float(count) / Float(newCount)
        if scale > 1 {
            let (low, high) = (Float(index) * scale, Float(index + 1) * scale)
            var taps: [(Int, Float)] = []
            let end = min(count, max(Int(low) + 1, Int(high.rounded(.up))))
            for source in Int(low)..<end {
                let covered = min(high, Float(source + 1)) - max(low, Float(source))
                if covered > 0 { taps.append((source, covered / scale)) }
            }
            return taps
        }
        let place = max(0, min(Float(count - 1), (Float(index) + 0.5) * scale - 0.5))
        let left = min(Int(place), max(0, count - 2))
        let share = place - Float(left)
        return share > 0 ? [(left, 1 - share), (left + 1, share)] : [(left, Float(1))]
    }
}
