internal import Foundation
public import Imaging
internal import VisionModels

extension PrintReader {
    /// Looks at the rows of an upright code where the finder sees them; in every view, and sign by sign,
    /// only where a look at each row does not settle it.
    ///
    /// The nets run a bounded number of times, whatever is printed.
    ///
    /// - Parameters:
    ///   - image: Mono, the code and little else, reading left to right.
    ///   - expected: What must be there, rows parted by line ends; blanks are not compared.
    /// - Returns: what is there, and what is wrong with it.
    /// - Throws: a sign that the model does not know, or where a network does not run.
    public func check(_ image: Image, expected: String) throws -> RowCheck {
        let plain = expected.filter { !$0.isWhitespace }
        if let sign = plain.first(where: { reader.numbers(of: String($0)) == nil }) {
            throw UnreadableSign(sign: sign)
        }
        let count = expected.split(whereSeparator: \.isNewline).count
        let numbers = reader.numbers(of: plain) ?? []
        guard !numbers.isEmpty, let finder else { return RowCheck(nil, .nothing(plain), .nothing) }
        var looks: [[SeenLine]] = []
        var isOther = true
        var isSmall = max(image.width, image.height) < LineFinder.smallSideMax
        for scale in [1, 0.5, 2] where scale < 2 || isSmall {
            let quads = Self.rows(of: try finder.quads(in: image, scale: scale), count: count)
            guard quads.count == count else { continue }
            // Rows that are seen need no larger picture.
            isSmall = false
            var leads: [Double] = []
            for share in QuickLook.heightShares {
                let lines = try quads.map { quad throws in try seen(image, quad, share) }
                looks.append(lines)
                if let look = look(lines.map(\.table), numbers) {
                    guard isStraight(image, lines, expected, numbers) else {
                        return try weighed(image, [lines], false, numbers, plain)
                    }
                    return RowCheck(look)
                }
                leads.append(lead(over: numbers, joined(lines.map(\.table))))
                if Self.isOther(leads) { break }
            }
            isOther = isOther && Self.isOther(leads)
        }
        guard !looks.isEmpty else { return RowCheck(nil, .nothing(plain), .nothing) }
        return try weighed(image, looks, isOther, numbers, plain)
    }

    /// Whether by what other texts are likelier in the looks so far, other print stands there for sure.
    private static func isOther(_ leads: [Double]) -> Bool {
        leads[0] > RowCheck.leadMax
            || leads.count == 2 && leads.allSatisfy { $0 > RowCheck.leadOfBothMax }
    }

    /// What the best of `looks` says sign by sign: by itself where other print stands there for sure, else
    /// in every view.
    private func weighed(
        _ image: Image,
        _ looks: [[SeenLine]],
        _ isOther: Bool,
        _ numbers: [Int],
        _ plain: String
    ) throws -> RowCheck {
        let tables = looks.map { joined($0.map(\.table)) }
        let fits = tables.map { $0.logProbability(of: numbers) }
        let best = fits.indices.max { fits[$0] < fits[$1] } ?? 0
        let lines = looks[best]
        let text = lines.map { reader.text(of: $0.table.greedyText) }.joined(separator: "\n")
        if isOther {
            // What has nothing to do with the text is not worth a look at its signs.
            let verification =
                fits[best] < TextLattice.logMin
                ? .nothing(plain) : judge(image, lines, [tables[best]], numbers, plain)
            if !verification.passes { return RowCheck(text, verification, .other) }
        }
        let views = try views(image, lines)
        let least = RowCheck.confidenceMin
        return RowCheck(text, judge(image, lines, views, numbers, plain, least: least), .weighed)
    }

    /// How much likelier another text is than `numbers`, as a logarithm; 0 where none is.
    private func lead(over numbers: [Int], _ table: SignTable) -> Double {
        guard let best = BeamSearch().texts(of: table).first,
            !Verification.areTwins(best.text, numbers, areTwins)
        else {
            return 0
        }
        return best.log - table.logProbability(of: numbers)
    }

    private func seen(
        _ image: Image,
        _ quad: LineQuad,
        _ share: Double
    ) throws(VisionModelError) -> SeenLine {
        var quad = quad
        quad.height *= share
        quad = Self.beyond(quad, image)
        let most = TextReader.widths[TextReader.widths.count - 1]
        let line = quad.cut(from: image, rows: LineInput.height, widthMax: most)
        let table = try reader.table(of: line)
        return SeenLine(quad: quad, table: table, width: line.width)
    }

    /// `row` to both edges of `image`, as far as the reader reaches, so that what is printed beside it is
    /// read with it.
    static func beyond(_ row: LineQuad, _ image: Image) -> LineQuad {
        let most = Double(TextReader.widths[TextReader.widths.count - 1])
        let reach = max(row.length, row.height * most / Double(LineInput.height))
        let (from, to) = (row.x / cos(row.angle), (Double(image.width) - row.x) / cos(row.angle))
        let room = max(0, (reach - row.length) / 2)
        let before = max(row.length / 2, min(from, row.length / 2 + room))
        let after = max(row.length / 2, min(to, row.length / 2 + room))
        var quad = row
        quad.length = before + after
        quad.x += (after - before) / 2 * cos(row.angle)
        quad.y += (after - before) / 2 * sin(row.angle)
        return quad
    }
}
