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

    /// What was read with this mean share of its signs is not looked for elsewhere.
    private static let sureMin = 0.95

    /// Whether the model knows all signs of `text`.
    public func canVerify(_ text: String) -> Bool {
        reader.numbers(of: text.filter { !$0.isWhitespace })?.isEmpty == false
    }

    /// Compares `lines`, which were found in `image`, with `expected`.
    ///
    /// Lines are taken one after the other, as many as the text needs; blanks and ends of lines in
    /// `expected` are not compared.
    ///
    /// - Parameters:
    ///   - image: The picture.
    ///   - lines: What was found in it.
    ///   - expected: What must be there.
    ///   - place: Where each expected line is searched for, at any angle, if the lines are not as
    ///     expected: what reads badly as found may be seen well there. What is printed beyond it
    ///     still counts as extra. nil: the lines decide.
    /// - Returns: what is as expected, and what is not.
    /// - Throws: a sign that the model does not know, or where a network does not run.
    public func verify(
        _ image: Image,
        lines: [LineReading],
        expected: String,
        at place: Place? = nil
    ) throws -> Verification {
        let mono = image.converted(toChannels: 1)
        let (first, read) = try verify(found: lines, in: mono, expected: expected)
        // A sign off its line was read; another look would only see it less well.
        guard let place, !first.passes, !first.signs.contains(where: { $0.fault == .shifted })
        else { return first }
        var part: LineQuad.Region?
        switch place {
        case .region(let region): part = region
        case .anywhere: part = Self.isCrop(mono) ? wholeRegion(mono) : nil
        }
        // Of all places, one may cut a sign such that it looks like another. Other signs, as many, that were
        // read surely are what is printed; against less sure ones the expected must be seen as surely.
        let sure = isOther(read, first.expected) ? read.map(\.confidence).min() ?? 0 : 0
        guard let part, sure < Self.sureMin, let second = try search(mono, part, expected),
            second.verification.passes, second.confidence >= sure
        else { return first }
        return second.verification
    }

    /// Whether `lines` say as many signs as `plain` or more, and others than fonts draw alike.
    private func isOther(_ lines: [LineReading], _ plain: String) -> Bool {
        guard lines.reduce(0, { $0 + $1.signs.count }) >= plain.count,
            let read = reader.numbers(of: lines.map(\.text).joined().filter { !$0.isWhitespace }),
            let numbers = reader.numbers(of: plain)
        else { return false }
        return !Verification.areTwins(read, numbers, areTwins)
    }

    /// Compares the expected lines with what lies where each of them fits best, and says how surely the least
    /// sure is seen; nil where one fits nowhere, or more is printed beside it.
    private func search(
        _ mono: Image,
        _ part: LineQuad.Region,
        _ expected: String
    ) throws -> (verification: Verification, confidence: Double)? {
        var confidence = 1.0
        var signs: [Verification.Sign] = []
        var taken: [LineQuad] = []
        for row in expected.split(whereSeparator: \.isNewline) {
            let plain = row.filter { !$0.isWhitespace }
            guard let numbers = reader.numbers(of: plain), !numbers.isEmpty else { continue }
            guard let quad = try locate(plain, in: mono, region: part),
                !taken.contains(where: { Self.overlap($0, quad) }),
                let line = try plainReading(mono, quad)
            else { return nil }
            taken.append(quad)
            let around = quad.grown(along: quad.height * 1.2, across: 0)
            guard let more = try LineReading(mono, around, reader: reader) else { return nil }
            var beside = Judgement(numbers, [joined([more.table])], areTwins: areTwins)
            beside.compareWhole()
            guard beside.extras.isEmpty else { return nil }
            signs += try judge(mono, [line], numbers, plain).signs
            let fit = joined([line.table]).logProbability(of: numbers)
            confidence = min(confidence, exp(fit / Double(numbers.count + 1)))
        }
        let plain = expected.filter { !$0.isWhitespace }
        return (Verification(expected: plain, signs: signs), confidence)
    }

    /// The lines that fit best of `lines`, against what is expected.
    private func verify(
        found lines: [LineReading],
        in mono: Image,
        expected: String
    ) throws -> (verification: Verification, read: [LineReading]) {
        let plain = expected.filter { !$0.isWhitespace }
        if let sign = plain.first(where: { reader.numbers(of: String($0)) == nil }) {
            throw UnreadableSign(sign: sign)
        }
        let numbers = reader.numbers(of: plain) ?? []
        var best: (fit: Double, lines: ArraySlice<LineReading>)?
        for first in lines.indices {
            for last in first..<min(lines.count, first + 6) {
                let part = lines[first...last]
                let fit = joined(part.map(\.table)).logProbability(of: numbers)
                if fit > best?.fit ?? -.infinity { best = (fit, part) }
            }
        }
        guard let best, !numbers.isEmpty else { return (.nothing(plain), []) }
        let read = Array(best.lines)
        return (try judge(mono, read, numbers, plain), read)
    }

    func areTwins(_ one: Int, _ two: Int) -> Bool {
        one > 0 && two > 0 && Verification.areTwins(reader.signs[one - 1], reader.signs[two - 1])
    }

    func joined(_ tables: [SignTable]) -> SignTable {
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
        let seen = lines.map(\.seen)
        return judge(mono, seen, try views(mono, seen), numbers, plain)
    }

    /// What all views say of `lines`, which are the plain one.
    func views(_ mono: Image, _ lines: [SeenLine]) throws -> [SignTable] {
        var tables = [joined(lines.map(\.table))]
        for view in LineReading.View.allCases where view != .plain {
            let seen = try lines.map { line throws in
                try reader.table(of: view.line(mono, line.quad).line)
            }
            // A view in which a line says nothing has no vote.
            if seen.allSatisfy({ !reader.text(of: $0.greedyText).allSatisfy(\.isWhitespace) }) {
                tables.append(joined(seen))
            }
        }
        return tables
    }

    /// Weighs every sign of `numbers` in `tables`, the first of which is that of `lines`; letters and
    /// digits must have a share of `leastOfLarge`.
    func judge(
        _ mono: Image,
        _ lines: [SeenLine],
        _ tables: [SignTable],
        _ numbers: [Int],
        _ plain: String,
        least leastOfLarge: Double = Verification.confidenceMin
    ) -> Verification {
        var judgement = Judgement(numbers, tables, areTwins: areTwins)
        judgement.compareWhole()
        let columns = tables[0].alignment(of: numbers)
        var signs: [Verification.Sign] = []
        for (index, sign) in plain.uppercased().enumerated() {
            let bounds = columns.map { place($0[index], lines) } ?? (0, 0, 0, 0)
            let rival = judgement.rival(index)
            let other = rival.sign > 0 ? reader.signs[rival.sign - 1] : nil
            let share = judgement.confidence(index)
            let isLarge = sign.isLetter || sign.isNumber
            let least =
                other.map { Verification.areTwins($0, sign) } ?? false
                ? Verification.twinShareMin
                : isLarge ? leastOfLarge : Verification.confidenceMin
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
        if !signs.contains(where: { $0.fault != nil }), let columns {
            for (index, shift) in shifts(mono, lines, columns, plain).enumerated()
            where abs(shift) > SignShifts.shiftMax {
                signs[index].fault = .shifted
            }
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
        _ lines: [SeenLine]
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
