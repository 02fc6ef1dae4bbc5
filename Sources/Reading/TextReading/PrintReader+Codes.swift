internal import Foundation
internal import Imaging

extension PrintReader {
    /// A code of at least this share of a picture's shorter side was taken from near.
    private static let closeShare = 0.14

    /// Of the lines of a whole picture those that read most like codes, and what is printed with
    /// them in the same block: lines with numbers, or any line where the code fills much of the
    /// picture's shorter `side`.
    static func codes(_ lines: [LineReading], side: Int, _ mono: Image) -> [LineReading] {
        let best = min(2, lines.map { CodeGrammar.rank($0.text) }.max() ?? 0)
        var kept = lines.filter { CodeGrammar.rank($0.text) >= best }
        let highest = kept.map(\.quad.height).max() ?? 0
        let least = highest > closeShare * Double(side) ? 0 : 1
        var rest = lines.filter { (least..<max(least, best)).contains(CodeGrammar.rank($0.text)) }
        func isMate(_ one: LineReading, _ two: LineReading) -> Bool {
            guard isBlock(one, two) else { return false }
            // Words beside a code are of it where the same printer laid them.
            return CodeGrammar.rank(two.text) > 0
                || InkContrast(mono, one.quad).matches(InkContrast(mono, two.quad))
        }
        while let next = rest.firstIndex(where: { line in kept.contains { isMate($0, line) } }) {
            kept.append(rest.remove(at: next))
        }
        return kept
    }

    /// Whether two lines look printed together: turned alike, as high, one just below the other or
    /// behind it.
    private static func isBlock(_ one: LineReading, _ two: LineReading) -> Bool {
        let (first, second) = (one.quad, two.quad)
        let height = max(first.height, second.height)
        guard cos(first.angle - second.angle) > 0.97,
            min(first.height, second.height) > 0.55 * height
        else { return false }
        let (along, across) = first.offset(of: second)
        return abs(across) < 1.8 * height
            && abs(along) < (first.length + second.length) / 2 + height
    }
}
