internal import Foundation
public import Imaging
public import VisionModels

/// Reads print in pictures: finds lines, turns them upright, reads each in several views, and keeps
/// what the views agree on.
///
/// One caller at a time.
public final class PrintReader {
    /// The part of a picture to read.
    public enum Place: Sendable, Equatable {
        /// Anywhere in the picture; the likeliest lines of code are wanted.
        case anywhere
        /// In a part that holds the code and little else.
        case region(LineQuad.Region)
    }

    /// A picture whose longer side is at most so long is taken as a region as a whole.
    public static let cropSideMax = 420
    /// A picture so many times as wide as high, or as high as wide, is one, too.
    static let cropShapeMin = 2.2
    /// Beside a clear line, one or two signs are no line, and lines with few signs must be clear, too.
    private static let fewSignsMax = 4
    private static let fewSignsConfidenceMin = 0.7
    /// Lines less sure are dropped.
    static let confidenceMin = 0.55
    /// In a region, lines lower than this share of the highest are something else.
    static let heightShareMin = 0.62
    /// What neighbours ask for is taken where it is at least so likely against what is read.
    private static let twinShareMin = 0.6
    /// What makes a date or a word of a code of what is none is taken where it is at least so likely.
    private static let mendedShareMin = 0.05
    private static let candidateCountMax = 80
    /// Of the lines that the finder sees, the largest are joined in pairs, and parted into rows.
    private static let joinedCountMax = 40
    private static let blockCountMax = 16
    private static let heightShares = [0.95, 0.64]
    /// Lines of one row with a wider gap between them, in their heights, are no one text.
    private static let rowGapMax = 3.0

    let reader: TextReader
    let finder: LineFinder?
    var memory = ReadingMemory()

    /// Reads with `reader`, at places that `finder` finds; without one, a region is one line.
    public init(reader: TextReader, finder: LineFinder?) {
        self.reader = reader
        self.finder = finder
    }

    /// The lines of `image` in reading order; none where nothing can be read.
    public func lines(
        in image: Image,
        at place: Place
    ) throws(VisionModelError) -> [LineReading] {
        let mono = image.converted(toChannels: 1)
        var (region, isCrop) = (wholeRegion(mono), false)
        switch place {
        case .region(let part): (region, isCrop) = (part, true)
        case .anywhere: isCrop = Self.isCrop(mono)
        }
        var kept = try readings(mono, region, isCrop: isCrop)
        if isCrop {
            let highest = kept.map(\.quad.height).max() ?? 0
            kept = kept.filter { $0.quad.height >= highest * Self.heightShareMin }
            // A sign or two beside a line are dirt or an edge unless they are clear.
            if kept.contains(where: { $0.signs.count > 3 }) {
                kept = kept.filter { $0.signs.count > 2 || $0.confidence > 0.85 }
            }
            if kept.contains(where: { $0.signs.count >= Self.fewSignsMax && $0.confidence > 0.9 }) {
                kept = kept.filter {
                    $0.signs.count > Self.fewSignsMax
                        || $0.signs.count > 2 && $0.confidence > Self.fewSignsConfidenceMin
                }
            }
        } else {
            kept = Self.codes(kept, side: min(mono.width, mono.height), mono)
        }
        return Self.ordered(kept)
    }

    /// Every line that can be read, none over another, the surest first.
    func readings(
        _ mono: Image,
        _ region: LineQuad.Region,
        isCrop: Bool
    ) throws(VisionModelError) -> [LineReading] {
        var kept: [LineReading] = []
        for line in try plainLines(mono, region, isCrop: isCrop) {
            let voted = try vote(mono, line)
            if voted.confidence >= Self.confidenceMin { kept.append(voted) }
        }
        return kept
    }

    static func isCrop(_ image: Image) -> Bool {
        let (long, short) = (max(image.width, image.height), min(image.width, image.height))
        return long <= cropSideMax || Double(long) > cropShapeMin * Double(short)
    }

    func wholeRegion(_ image: Image) -> LineQuad.Region {
        LineQuad.Region(x: 0, y: 0, width: image.width, height: image.height)
    }

    /// Places at which a line may lie.
    func candidates(
        _ mono: Image,
        _ region: LineQuad.Region,
        isCrop: Bool
    ) throws(VisionModelError) -> [LineQuad] {
        memory.turn(to: mono)
        let search = ReadingMemory.Search(region: region, isCrop: isCrop)
        if let known = memory.candidates[search] { return known }
        var quads: [LineQuad] = []
        if let finder {
            // A little more than the region, so that lines at its edge are seen whole.
            let rim = isCrop ? max(4, min(region.width, region.height) / 6) : 0
            let map = AffineMap(
                scaleX: 1,
                scaleY: 1,
                shiftX: Double(region.x - rim),
                shiftY: Double(region.y - rim)
            )
            let part = mono.resampled(
                by: map,
                width: region.width + 2 * rim,
                height: region.height + 2 * rim
            )
            let seen = try finder.quads(in: part, isDeep: !isCrop).map { quad in
                var quad = quad
                quad.x += Double(region.x - rim)
                quad.y += Double(region.y - rim)
                return quad
            }
            let lines = LineQuad.distinct(seen)
            var places: [LineQuad] = []
            let joined = LineQuad.joined(Array(lines.prefix(Self.joinedCountMax)))
            let tried = lines.prefix(Self.candidateCountMax) + joined.prefix(Self.joinedCountMax)
            for quad in tried {
                // The middle of large print looks thicker than it is.
                for share in Self.heightShares {
                    var sized = quad
                    sized.height *= share
                    places.append(sized)
                }
            }
            places = LineQuad.distinct(places + rows(mono, lines, isCrop ? region : nil))
            for quad in places {
                quads.append(quad)
                quads.append(quad.turned)
            }
        }
        if isCrop { quads += Self.wholes(region) }
        memory.candidates[search] = quads
        return quads
    }

    /// Rows of the blocks that `lines` may be, and of `region`.
    private func rows(
        _ mono: Image,
        _ lines: [LineQuad],
        _ region: LineQuad.Region?
    ) -> [LineQuad] {
        var blocks = region.map { [LineQuad($0)] } ?? []
        // Rows of a high region may run down or up it.
        if let region, region.height > region.width {
            var turned = LineQuad(region)
            (turned.length, turned.height) = (turned.height, turned.length)
            turned.angle = .pi / 2
            blocks.append(turned)
        }
        for line in lines.prefix(Self.blockCountMax) {
            let line = cos(line.angle) < 0 ? line.turned : line
            blocks.append(line.grown(along: line.height * 0.3, across: line.height * 0.3))
            // The direction of few short rows is no direction of theirs.
            guard line.length < 4 * line.height, abs(sin(line.angle)) < 0.6 else { continue }
            let bounds = line.bounds(from: 0, to: 1)
            blocks.append(
                LineQuad(
                    x: line.x,
                    y: line.y,
                    length: bounds.width,
                    height: bounds.height,
                    angle: 0
                )
            )
        }
        return blocks.flatMap { PrintRows.quads(in: $0, of: mono) }
    }

    /// A region as one line: upright, and turned such that the line just fits into it.
    private static func wholes(_ region: LineQuad.Region) -> [LineQuad] {
        let upright = LineQuad(region)
        let (w, h) = (Double(region.width), Double(region.height))
        var quads = [
            upright, upright.grown(along: h * 0.15, across: h * 0.15),
            upright.grown(along: 0, across: -h * 0.1),
        ]
        if h > w {
            for angle in [Double.pi / 2, -Double.pi / 2] {
                var turned = upright
                (turned.length, turned.height, turned.angle) = (h, w, angle)
                quads.append(turned)
            }
        }
        for degrees in stride(from: 4.0, through: 36, by: 4) {
            let angle = degrees * .pi / 180
            let (c, s) = (cos(angle), sin(angle))
            let length = (w * c - h * s) / (c * c - s * s)
            let height = (h * c - w * s) / (c * c - s * s)
            guard length > height, height > 0.15 * h else { continue }
            for side in [1.0, -1] {
                var turned = upright
                (turned.length, turned.height, turned.angle) = (length, height, angle * side)
                quads.append(turned.grown(along: height * 0.12, across: height * 0.12))
            }
        }
        return quads
    }

    /// The same line in other views: of what any of them reads, what has the most probability in
    /// all of them.
    private func vote(
        _ mono: Image,
        _ first: LineReading
    ) throws(VisionModelError) -> LineReading {
        var views: [LineReading] = []
        for view in LineReading.View.allCases {
            let quad = first.quad
            let seen = try LineReading(mono, quad, view, isThorough: true, reader: reader)
            if let seen { views.append(seen) }
        }
        func share(_ text: String) -> Double {
            guard let numbers = reader.numbers(of: text) else { return 0 }
            return views.reduce(0) { sum, view in
                sum + exp(view.table.logProbability(of: numbers) / Double(numbers.count + 1))
            } / Double(views.count)
        }
        let texts = Set(views.map(\.text)).map { (text: $0, share: share($0)) }
            .sorted { ($1.share, $0.text) < ($0.share, $1.text) }
        guard var best = texts.first else { return first }
        if let other = TwinSigns.settled(best.text) {
            let share = share(other)
            if share > best.share * Self.twinShareMin { best = (other, share) }
        }
        let mended = CodeMending.texts(near: best.text).map { (text: $0, share: share($0)) }
        if let other = mended.max(by: { $0.share < $1.share }),
            pow(other.share / best.share, Double(other.text.count + 1)) >= Self.mendedShareMin
        {
            best = other
        }
        let numbers = reader.numbers(of: best.text) ?? []
        // The view that sees it best says where its signs are.
        let seen = views.max { one, two in
            one.table.logProbability(of: numbers) < two.table.logProbability(of: numbers)
        }
        guard let seen,
            var result = LineReading(
                numbers,
                seen.table,
                seen.quad,
                width: seen.width,
                reader: reader
            )
        else { return first }
        result.confidence = best.share
        return result
    }

    /// Sure and long goes before sure and short, upright before upside down.
    static func score(_ reading: LineReading) -> Double {
        // A point or a stroke more may be dirt.
        let count = reading.signs.count { $0.sign.isLetter || $0.sign.isNumber }
        return (cos(reading.quad.angle) < -0.3 ? 0.8 : 1) * reading.confidence
            * Double(count) / (Double(count) + 1.5)
    }

    /// Whether most of the middle of `quad` lies in `region`, and, where that `isCut` out of more, both its
    /// edges do, too: a line that the region halves is none of it.
    static func lies(_ quad: LineQuad, in region: LineQuad.Region, isCut: Bool) -> Bool {
        func isInside(_ along: Double, _ across: Double) -> Bool {
            region.contains(quad.place(along, across))
        }
        guard [0.1, 0.5, 0.9].count(where: { isInside($0, 0.5) }) >= 2 else { return false }
        return !isCut || isInside(0.5, 0.2) && isInside(0.5, 0.8)
    }

    /// Whether the middle of one lies in the other.
    static func overlap(_ one: LineQuad, _ two: LineQuad) -> Bool {
        func holds(_ outer: LineQuad, _ inner: LineQuad) -> Bool {
            let (along, across) = outer.offset(of: inner)
            return abs(along) < outer.length * 0.5 && abs(across) < outer.height * 0.4
        }
        return holds(one, two) || holds(two, one)
    }

    /// From the top, and from the left on one height, as the surest line is turned.
    static func ordered(_ lines: [LineReading]) -> [LineReading] {
        guard let first = lines.max(by: { score($0) < score($1) }) else { return [] }
        let (c, s) = (cos(first.quad.angle), sin(first.quad.angle))
        func place(_ line: LineReading) -> (row: Double, column: Double) {
            (line.quad.y * c - line.quad.x * s, line.quad.x * c + line.quad.y * s)
        }
        var rows: [[LineReading]] = []
        var last = -Double.infinity
        for line in lines.sorted(by: { place($0).row < place($1).row }) {
            let row = place(line).row
            if row - last < first.quad.height * 0.4, !rows.isEmpty {
                rows[rows.count - 1].append(line)
            } else {
                rows.append([line])
                last = row
            }
        }
        var number = -1
        return rows.flatMap { row in
            var end = -Double.infinity
            return row.sorted { place($0).column < place($1).column }.map { line in
                let (middle, half) = (place(line).column, line.quad.length / 2)
                // What stands far from the rest of its row says something else.
                if middle - half - end > rowGapMax * line.quad.height { number += 1 }
                end = middle + half
                var line = line
                line.row = number
                return line
            }
        }
    }
}
