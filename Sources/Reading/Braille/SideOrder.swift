internal import Glibc

/// Which of the sides found in a picture is the recto.
///
/// Shading alone cannot tell a bump lit from above from a dent lit from below. Three things speak:
/// pictures are usually lit from the top (so bright-over-dark is a bump), Braille has more dots in
/// the left column of its cells than in the right one in every language that is tested, and lines
/// start together at their left end. On the back, the last two are mirrored.
enum SideOrder {
    /// How much the usual light counts, in the same unit as the other evidence.
    static let usualLight = 3.0

    /// The readings with their sides named, recto first.
    static func named(
        _ found: [(isUp: Bool, reading: BrailleReading)],
        isMeasured: Bool
    ) -> [BrailleReading] {
        guard let first = found.first else { return [] }
        if isMeasured {
            return found.map { $0.reading.on($0.isUp ? .recto : .verso) }
                .sorted { $0.side == .recto && $1.side == .verso }
        }
        guard found.count == 2 else { return [first.reading.on(.recto)] }
        let up = found[found[0].isUp ? 0 : 1].reading
        let down = found[found[0].isUp ? 1 : 0].reading
        let lean = min(max(asymmetry(up) - asymmetry(down), -12), 12) + usualLight
        return lean >= 0
            ? [up.on(.recto), down.on(.verso)] : [down.on(.recto), up.on(.verso)]
    }

    /// Over 0 where cells and line ends speak for reading from left to right, in deviations.
    static func asymmetry(_ reading: BrailleReading) -> Double {
        var left = 0.0
        var right = 0.0
        for cell in reading.cells {
            left += Double((cell.mask & 7).nonzeroBitCount)
            right += Double((cell.mask >> 3).nonzeroBitCount)
        }
        let total = left + right
        guard total > 20 else { return 0 }
        // Half the weight: dots of one letter come together.
        let cells = 0.5 * (left - right) / total.squareRoot()
        var starts: [Int: Double] = [:]
        var ends: [Int: Double] = [:]
        for line in Set(reading.cells.map(\.line)) {
            let columns = reading.cells.filter { $0.line == line }.map(\.column)
            guard let first = columns.min(), let last = columns.max(), last > first else {
                continue
            }
            starts[first, default: 0] += 1
            ends[last, default: 0] += 1
        }
        let lines = starts.values.reduce(0, +)
        guard lines >= 5 else { return cells }
        let aligned = (starts.values.max() ?? 0) - (ends.values.max() ?? 0)
        return cells + 1.5 * aligned / lines.squareRoot()
    }
}

extension BrailleReading {
    /// The same reading, as one of `side`.
    func on(_ side: BrailleSide) -> BrailleReading {
        BrailleReading(
            cells: cells,
            side: side,
            pitchPixels: pitchPixels,
            lineCount: lineCount,
            angleDegrees: angleDegrees,
            lightDegrees: lightDegrees,
            confidence: confidence
        )
    }
}
