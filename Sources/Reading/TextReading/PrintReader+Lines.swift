internal import Foundation
internal import Imaging
internal import VisionModels

extension PrintReader {
    /// A line at least so sure, of at least so many signs, says which way round its picture is; few must be surer.
    private static let uprightConfidenceMin = 0.75
    private static let uprightSignsMin = 8
    private static let uprightFewConfidenceMin = 0.9
    private static let uprightFewSignsMin = 5
    /// So many of its heights beyond its end a line is looked at, so often; what is added must be so sure.
    private static let stretch = 1.1
    private static let stretchCountMax = 4
    private static let addedConfidenceMin = 0.75
    /// A surer line is not looked at again.
    private static let tunedConfidenceMax = 0.93
    /// Two parts of a row are one line where that is at least so sure against the less sure part.
    private static let joinedShareMin = 0.85
    /// A part with at most so many signs is of the row only if it is so sure.
    private static let fewSigns = 2
    private static let fewConfidenceMin = 0.8
    private static let lineCountMax = 32

    /// Lines as their likeliest paths say, none over another, the surest first.
    func plainLines(
        _ mono: Image,
        _ region: LineQuad.Region,
        isCrop: Bool
    ) throws(VisionModelError) -> [LineReading] {
        let places = try candidates(mono, region, isCrop: isCrop)
            .filter { Self.lies($0, in: region, isCut: isCrop) }
        var seen = try looks(mono, places.filter { cos($0.angle) > -0.2 })
        let isUpright = seen.contains { line in
            line.confidence >= Self.uprightConfidenceMin
                && line.signs.count >= Self.uprightSignsMin
                || line.confidence >= Self.uprightFewConfidenceMin
                    && line.signs.count >= Self.uprightFewSignsMin
        }
        if !isUpright { seen += try looks(mono, places.filter { cos($0.angle) <= -0.2 }) }
        // A long line that is not sure does not hide a short one that is.
        func weight(_ line: LineReading) -> Double { Self.score(line) * line.confidence }
        seen.sort { weight($0) > weight($1) }
        var kept: [LineReading] = []
        for line in seen where !kept.contains(where: { Self.overlap($0.quad, line.quad) }) {
            let tuned = try stretched(mono, try tuned(mono, line), region)
            let row = kept.firstIndex { $0.quad.joined(with: tuned.quad) != nil }
            if let row, let both = try joined(mono, kept[row], tuned) {
                kept[row] = both
                continue
            }
            guard !kept.contains(where: { $0.quad.isCut(by: tuned.quad) }) else { continue }
            kept.append(tuned)
            if kept.count(where: { $0.confidence >= Self.confidenceMin }) >= Self.lineCountMax {
                break
            }
        }
        // A line that was joined may have come to lie over another.
        kept.sort { weight($0) > weight($1) }
        var apart: [LineReading] = []
        for line in kept
        where !apart.contains(where: {
            Self.overlap($0.quad, line.quad) || $0.quad.isCut(by: line.quad)
        }) {
            apart.append(line)
        }
        return apart
    }

    private func looks(
        _ mono: Image,
        _ places: [LineQuad]
    ) throws(VisionModelError) -> [LineReading] {
        var lines: [LineReading] = []
        for place in places {
            if let line = try plainReading(mono, place), line.confidence > 0.25 {
                lines.append(line)
            }
        }
        return lines
    }

    /// The line where it reads best nearby.
    private func tuned(
        _ mono: Image,
        _ line: LineReading
    ) throws(VisionModelError) -> LineReading {
        var best = line
        for _ in 0..<2 where best.confidence < Self.tunedConfidenceMax {
            let from = best
            for quad in from.quad.neighbours {
                guard let other = try plainReading(mono, quad),
                    Self.score(other) > Self.score(best) * 1.01
                else { continue }
                best = other
            }
            if best.quad == from.quad { break }
        }
        return best
    }

    /// The line with the signs that follow at its ends within `region`: a finder may see less of it.
    private func stretched(
        _ mono: Image,
        _ line: LineReading,
        _ region: LineQuad.Region
    ) throws(VisionModelError) -> LineReading {
        func count(_ reading: LineReading) -> Int {
            reading.signs.count { $0.sign.isLetter || $0.sign.isNumber }
        }
        func total(_ reading: LineReading) -> Double {
            log(reading.confidence) * Double(reading.text.count + 1)
        }
        var best = line
        for side in [-1.0, 1] {
            for _ in 0..<Self.stretchCountMax {
                let quad = best.quad.stretched(by: Self.stretch * best.quad.height, side)
                guard region.contains(quad.place(side < 0 ? 0.02 : 0.98, 0.5)),
                    let other = try plainReading(mono, quad), count(other) > count(best)
                else { break }
                let added = Double(other.text.count - best.text.count)
                guard total(other) - total(best) >= log(Self.addedConfidenceMin) * max(1, added)
                else { break }
                best = other
            }
        }
        return best
    }

    /// Two parts of a row as one line; nil where that reads worse.
    private func joined(
        _ mono: Image,
        _ one: LineReading,
        _ two: LineReading
    ) throws(VisionModelError) -> LineReading? {
        let parts = [one, two]
        guard
            parts.allSatisfy({
                $0.signs.count > Self.fewSigns || $0.confidence >= Self.fewConfidenceMin
            }), let quad = one.quad.joined(with: two.quad),
            InkContrast(mono, one.quad).matches(InkContrast(mono, two.quad)),
            let line = try plainReading(mono, quad)
        else { return nil }
        let both = try tuned(mono, line)
        let least = min(one.confidence, two.confidence) * Self.joinedShareMin
        guard both.confidence >= least,
            both.signs.count > max(one.signs.count, two.signs.count)
        else { return nil }
        return both
    }
}
