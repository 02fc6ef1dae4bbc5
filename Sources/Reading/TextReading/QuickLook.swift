internal import Foundation
internal import Imaging

/// A print that one look at every row of it settles: it says what it must.
///
/// A share that a text has among all texts that could stand there is a lower bound of the share that each
/// of its signs has against its rivals, so that nothing needs to be weighed sign by sign where it is high.
/// What is not settled says nothing.
struct QuickLook: Sendable, Equatable {
    /// What is read, rows parted by line ends.
    let text: String
    /// Share of the expected text, signs that many fonts draw alike taken for one; 0...1.
    let confidence: Double

    /// Least ``confidence``.
    static let confidenceMin = 0.8
    /// Least share of the text itself against those with signs that look alike.
    static let ownShareMin = 0.3
    /// What of a found line's height is tried: large print looks thicker to the finder than it is.
    static let heightShares = [0.7, 0.58, 0.85]
    /// Largest slant of a row, radians.
    static let slantMax = 0.25
}

extension PrintReader {
    /// Whether no sign stands off its line.
    func isStraight(
        _ image: Image,
        _ lines: [SeenLine],
        _ expected: String,
        _ numbers: [Int]
    ) -> Bool {
        guard let columns = joined(lines.map(\.table)).alignment(of: numbers) else { return false }
        let plain = expected.filter { !$0.isWhitespace }
        return shifts(image, lines, columns, plain).allSatisfy { abs($0) <= SignShifts.shiftMax }
    }

    /// `numbers` where the tables of its rows leave no doubt that it stands there.
    func look(_ tables: [SignTable], _ numbers: [Int]) -> QuickLook? {
        let table = joined(tables)
        guard exp(table.logProbability(of: numbers)) >= QuickLook.ownShareMin else { return nil }
        var alike = table
        var merged = numbers
        for twins in Verification.twins {
            let pair = twins.sorted().compactMap { reader.signs.firstIndex(of: $0) }.map { $0 + 1 }
            guard pair.count == 2 else { continue }
            alike = alike.merging(pair[1], into: pair[0])
            merged = merged.map { $0 == pair[1] ? pair[0] : $0 }
        }
        let share = exp(alike.logProbability(of: merged))
        guard share >= QuickLook.confidenceMin else { return nil }
        let rows = tables.map { reader.text(of: $0.greedyText) }
        let text = rows.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
        return QuickLook(text: text, confidence: min(1, share))
    }

    /// The `count` longest rows that `quads` make, from the top; pieces of one row are joined.
    static func rows(of quads: [LineQuad], count: Int) -> [LineQuad] {
        var rows: [LineQuad] = []
        for quad in quads.compactMap(upright).sorted(by: { $0.length > $1.length }) {
            let place = rows.firstIndex { row in
                abs(row.offset(of: quad).across) < 0.4 * max(row.height, quad.height)
            }
            if let place {
                rows[place] = joined(rows[place], quad)
            } else {
                rows.append(quad)
            }
        }
        rows.sort { $0.length > $1.length }
        return rows.prefix(count).sorted { $0.y < $1.y }
    }

    /// The same line reading to the right; nil where it is too steep to be one.
    private static func upright(_ quad: LineQuad) -> LineQuad? {
        var quad = quad
        // A pack under the line's camera lies flat.
        quad.bow = 0
        quad.angle = atan2(sin(quad.angle), cos(quad.angle))
        if cos(quad.angle) < 0 { quad.angle += quad.angle > 0 ? -Double.pi : Double.pi }
        return abs(quad.angle) <= QuickLook.slantMax ? quad : nil
    }

    /// One line over both, as `row` is turned and as high as it.
    private static func joined(_ row: LineQuad, _ quad: LineQuad) -> LineQuad {
        let shift = row.offset(of: quad).along
        let low = min(-row.length / 2, shift - quad.length / 2)
        let high = max(row.length / 2, shift + quad.length / 2)
        var joined = row
        joined.x += (low + high) / 2 * cos(row.angle)
        joined.y += (low + high) / 2 * sin(row.angle)
        joined.length = high - low
        return joined
    }
}
