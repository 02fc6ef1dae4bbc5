/// A small single-stroke alphabet on a grid 4 wide and 6 high, y downwards.
enum StrokeFont {
    /// Width of one character with its gap, in grid units.
    static let advance = 5.6
    /// Height of a character in grid units.
    static let height = 6.0

    /// Line segments of `text` in grid units, the first character's corner at the origin.
    static func segments(of text: String) -> [(from: SIMD2<Double>, to: SIMD2<Double>)] {
        var segments: [(from: SIMD2<Double>, to: SIMD2<Double>)] = []
        for (index, character) in text.enumerated() {
            let shift = SIMD2(Double(index) * advance, 0)
            for stroke in strokes[character] ?? [] {
                let points = points(of: stroke).map { $0 + shift }
                for (from, to) in zip(points, points.dropFirst()) {
                    segments.append((from, to))
                }
            }
        }
        return segments
    }

    /// The signs that can be drawn; a blank draws nothing.
    static var signs: Set<Character> { Set(strokes.keys).union([" "]) }

    /// Drops of a dot matrix of 5 by 7 places, each a segment without length, in grid units.
    static func drops(of text: String) -> [(from: SIMD2<Double>, to: SIMD2<Double>)] {
        var places: Set<SIMD2<Double>> = []
        for segment in segments(of: text) {
            let step = segment.to - segment.from
            let count = Int(max(abs(step.x), abs(step.y)).rounded())
            for index in 0...count {
                let share = count > 0 ? Double(index) / Double(count) : 0
                let place = segment.from + step * share
                // Characters begin between the places of those before them.
                let start = (place.x / advance).rounded(.down) * advance
                places.insert(SIMD2(start + (place.x - start).rounded(), place.y.rounded()))
            }
        }
        return places.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.map { ($0, $0) }
    }

    /// Width of `text` in grid units, without the last gap.
    static func width(of text: String) -> Double {
        Double(text.count) * advance - (advance - 4)
    }

    private static func points(of stroke: String) -> [SIMD2<Double>] {
        stroke.split(separator: " ").compactMap { pair in
            let digits = pair.compactMap { $0.wholeNumberValue }
            guard digits.count == 2 else { return nil }
            return SIMD2(Double(digits[0]), Double(digits[1]))
        }
    }

    // A stroke is a list of points, each the digits of its column and row.
    private static let strokes: [Character: [String]] = [
        "0": ["10 30 41 45 36 16 05 01 10"],
        "1": ["11 20 26", "06 46"],
        "2": ["01 10 30 41 42 06 46"],
        "3": ["00 40 22 32 43 45 36 16 05"],
        "4": ["36 30 04 44"],
        "5": ["40 00 03 32 43 45 36 16 05"],
        "6": ["30 10 01 05 16 36 45 44 33 13 04"],
        "7": ["00 40 16"],
        "8": ["13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33"],
        "9": ["42 33 13 02 01 10 30 41 45 36 16"],
        "A": ["06 20 46", "14 34"],
        "B": ["00 06 36 45 44 33 03", "00 30 41 42 33"],
        "C": ["41 30 10 01 05 16 36 45"],
        "D": ["00 06 26 44 42 20 00"],
        "E": ["40 00 06 46", "03 33"],
        "F": ["40 00 06", "03 33"],
        "G": ["41 30 10 01 05 16 36 45 43 23"],
        "H": ["00 06", "40 46", "03 43"],
        "I": ["10 30", "20 26", "16 36"],
        "J": ["40 45 36 16 05"],
        "K": ["00 06", "40 03 46"],
        "L": ["00 06 46"],
        "M": ["06 00 23 40 46"],
        "N": ["06 00 46 40"],
        "O": ["10 30 41 45 36 16 05 01 10"],
        "P": ["06 00 30 41 42 33 03"],
        "Q": ["10 30 41 45 36 16 05 01 10", "24 46"],
        "R": ["06 00 30 41 42 33 03", "23 46"],
        "S": ["41 30 10 01 02 13 33 44 45 36 16 05"],
        "T": ["00 40", "20 26"],
        "U": ["00 05 16 36 45 40"],
        "V": ["00 26 40"],
        "W": ["00 16 22 36 40"],
        "X": ["00 46", "40 06"],
        "Y": ["00 23 40", "23 26"],
        "Z": ["00 40 06 46"],
        ".": ["26 26"],
        ":": ["22 22", "25 25"],
        "-": ["13 33"],
        "/": ["06 40"],
    ]
}

/// Distance from `point` to the segment between `from` and `to`.
func distance(
    from point: SIMD2<Double>,
    toSegment segment: (from: SIMD2<Double>, to: SIMD2<Double>)
) -> Double {
    let along = segment.to - segment.from
    let square = (along * along).sum()
    let offset = point - segment.from
    let share = square > 0 ? min(1, max(0, (offset * along).sum() / square)) : 0
    let gap = offset - along * share
    return (gap * gap).sum().squareRoot()
}
