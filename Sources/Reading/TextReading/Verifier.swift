internal import Foundation
public import Imaging
internal import VisionModels

extension PrintReader {
    /// Why a text cannot be verified.
    public struct UnreadableSign: Error, Equatable, CustomStringConvertible {
        /// A sign of the expected text that the model does not know.
        public let sign: Character
        /// One line, with a cure.
        public var description: String {
            "the expected text holds \(sign), which no code is printed with; use A to Z, digits, "
                + "/ . - : and blanks"
        }
    }

    /// Whether the model knows all signs of `text`.
    public func canVerify(_ text: String) -> Bool {
        reader.numbers(of: text.filter { !$0.isWhitespace })?.isEmpty == false
    }

    /// Compares `lines`, which were found in `image`, with `expected`.
    ///
    /// Lines are taken one after the other, as many as the text needs; blanks and ends of lines in
    /// `expected` are not compared.
    public func verify(
        _ image: Image,
        lines: [LineReading],
        expected: String
    ) throws -> Verification {
        let plain = expected.filter { !$0.isWhitespace }
        if let sign = plain.first(where: { reader.numbers(of: String($0)) == nil }) {
            throw UnreadableSign(sign: sign)
        }
        let numbers = reader.numbers(of: plain) ?? []
        let mono = image.converted(toChannels: 1)
        var best: (fit: Double, lines: ArraySlice<LineReading>)?
        for first in lines.indices {
            for last in first..<min(lines.count, first + 6) {
                let part = lines[first...last]
                let fit = joined(part.map(\.table)).logProbability(of: numbers)
                if fit > best?.fit ?? -.infinity { best = (fit, part) }
            }
        }
        guard let best, !numbers.isEmpty else { return .nothing(plain) }
        return try judge(mono, Array(best.lines), numbers, plain)
    }

    private func joined(_ tables: [SignTable]) -> SignTable {
        let table = SignTable.joined(tables)
        guard let blank = reader.signs.firstIndex(of: " ") else { return table }
        return table.merging(blank + 1)
    }

    private func judge(
        _ mono: Image,
        _ lines: [LineReading],
        _ numbers: [Int],
        _ plain: String
    ) throws -> Verification {
        var tables = [joined(lines.map(\.table))]
        for view in LineReading.View.allCases where view != .plain {
            let seen = try lines.compactMap { line throws in
                try LineReading(mono, line.quad, view, reader: reader)?.table
            }
            if seen.count == lines.count { tables.append(joined(seen)) }
        }
        var judgement = Judgement(numbers, tables)
        judgement.compareWhole()
        let columns = joined(lines.map(\.table)).alignment(of: numbers)
        var signs: [Verification.Sign] = []
        for (index, sign) in plain.uppercased().enumerated() {
            let bounds = columns.map { place($0[index], lines) } ?? (0, 0, 0, 0)
            let rival = judgement.rival(index)
            let other = rival.sign > 0 ? reader.signs[rival.sign - 1] : nil
            let share = judgement.confidence(index)
            let least =
                other.map { Verification.areTwins($0, sign) } ?? false
                ? Verification.twinShareMin : Verification.confidenceMin
            var fault: Verification.Fault?
            if judgement.isMissing(index) {
                fault = .missing
            } else if share < least {
                fault = rival.share < Verification.confidenceMin ? .smudged : .wrong
                if rival.sign == 0 { fault = .missing }
            }
            signs.append(
                Verification.Sign(
                    sign: sign,
                    confidence: share,
                    read: fault == nil || fault == .missing ? nil : other,
                    fault: fault,
                    x: bounds.0,
                    y: bounds.1,
                    width: bounds.2,
                    height: bounds.3
                )
            )
        }
        for (number, range) in judgement.extras {
            let bounds = place(range, lines)
            signs.append(
                Verification.Sign(
                    sign: reader.signs[number - 1],
                    confidence: 0,
                    read: reader.signs[number - 1],
                    fault: .extra,
                    x: bounds.0,
                    y: bounds.1,
                    width: bounds.2,
                    height: bounds.3
                )
            )
        }
        return Verification(expected: plain, signs: signs)
    }

    /// Where columns of joined lines lie in the picture.
    private func place(
        _ range: Range<Int>,
        _ lines: [LineReading]
    ) -> (Double, Double, Double, Double) {
        var start = 0
        for line in lines {
            let end = start + line.table.columns
            if range.lowerBound < end {
                let columns = Double(line.width) / Double(LineInput.step)
                let middle = Double(range.lowerBound + range.upperBound) / 2 - Double(start)
                let half = max(1, 0.35 * line.quad.height / line.quad.length * columns)
                let bounds = line.quad.bounds(
                    from: max(0, (middle - half) / columns),
                    to: min(1, (middle + half) / columns)
                )
                return (bounds.x, bounds.y, bounds.width, bounds.height)
            }
            start = end
        }
        return (0, 0, 0, 0)
    }
}

extension Verification {
    /// Of a picture in which nothing is printed.
    static func nothing(_ expected: String) -> Verification {
        let signs = expected.uppercased().map { sign in
            Sign(
                sign: sign,
                confidence: 0,
                read: nil,
                fault: .missing,
                x: 0,
                y: 0,
                width: 0,
                height: 0
            )
        }
        return Verification(expected: expected, signs: signs)
    }
}
