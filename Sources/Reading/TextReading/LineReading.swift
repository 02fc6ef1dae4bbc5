internal import Foundation
internal import Imaging
internal import VisionModels

/// What one line says, and where each of its signs is.
public struct LineReading: Sendable {
    /// One sign.
    public struct Sign: Sendable, Equatable {
        /// What it is.
        public var sign: Character
        /// Probability, 0...1, that it is this one with all others as read.
        public var confidence: Double
        /// First column in the picture.
        public var x: Double
        /// First row.
        public var y: Double
        /// Columns.
        public var width: Double
        /// Rows.
        public var height: Double
    }

    /// Where it lies.
    public let quad: LineQuad
    /// What it says.
    public let text: String
    /// Mean probability of its signs, geometrically, 0...1.
    public internal(set) var confidence: Double
    /// Which row of print it stands in, from the top.
    public internal(set) var row = 0
    /// Its signs in reading order, blanks left out.
    public let signs: [Sign]
    /// What the net said of it.
    let table: SignTable
    /// Columns of the line as the net saw it.
    let width: Int
}

extension LineReading {
    /// Ways to look at one line: as it is, with its drops run together, with more around it, and
    /// squeezed or stretched along.
    enum View: CaseIterable {
        case plain
        case soft
        case wide
        case narrow
        case broad

        /// Where the line in `quad` of `image` is looked at so, and what is seen there.
        func line(_ image: Image, _ quad: LineQuad) -> (quad: LineQuad, line: Image) {
            let rows = LineInput.height
            let most = TextReader.widths[TextReader.widths.count - 1]
            var quad = quad
            if self == .wide {
                quad = quad.grown(along: quad.height * 0.1, across: quad.height * 0.15)
            }
            guard self != .soft else {
                let line = quad.cut(from: image, rows: rows * 5 / 8, widthMax: most * 5 / 8)
                return (quad, line.scaled(width: line.width * 8 / 5, height: rows))
            }
            var line = quad.cut(from: image, rows: rows, widthMax: most)
            if self == .narrow {
                line = line.scaled(width: max(8, line.width * 4 / 5), height: rows)
            }
            if self == .broad, line.width * 5 / 4 <= most {
                line = line.scaled(width: line.width * 5 / 4, height: rows)
            }
            return (quad, line)
        }
    }

    /// Reads the line in `quad` of `image`, mono; nil where it says nothing.
    init?(
        _ image: Image,
        _ quad: LineQuad,
        _ view: View = .plain,
        isThorough: Bool = false,
        reader: TextReader
    ) throws(VisionModelError) {
        let (quad, line) = view.line(image, quad)
        let table = try reader.table(of: line)
        // As a first look at many places the likeliest path is enough.
        let text =
            isThorough ? BeamSearch().texts(of: table).first?.text ?? [] : table.greedyText
        self.init(
            text,
            table,
            quad,
            width: line.width,
            reader: reader,
            isThorough: isThorough
        )
    }

    /// Finds the signs of `numbers` in what the net said.
    init?(
        _ numbers: [Int],
        _ table: SignTable,
        _ quad: LineQuad,
        width: Int,
        reader: TextReader,
        isThorough: Bool = true
    ) {
        let blank = reader.signs.firstIndex(of: " ").map { $0 + 1 }
        var numbers = numbers
        while numbers.first == blank { numbers.removeFirst() }
        while numbers.last == blank { numbers.removeLast() }
        guard let ranges = table.alignment(of: numbers), !numbers.isEmpty else { return nil }
        self.quad = quad
        self.table = table
        self.width = width
        text = reader.text(of: numbers)
        let total = table.logProbability(of: numbers)
        confidence = exp(total / Double(numbers.count + 1))
        let columns = Double(width) / Double(LineInput.step)
        let middles = ranges.map { Double($0.lowerBound + $0.upperBound) / 2 / columns }
        let rivals = isThorough ? Rivals(numbers, table) : nil
        var signs: [Sign] = []
        for (index, number) in numbers.enumerated() where number != blank {
            // From half way to the neighbours; the outer ones are as wide as the others.
            let before = index > 0 ? middles[index] - middles[index - 1] : nil
            let after = index + 1 < middles.count ? middles[index + 1] - middles[index] : nil
            let least = min(before ?? after ?? 0.2, after ?? before ?? 0.2) / 2
            let (from, to) = (middles[index] - least, middles[index] + least)
            let bounds = quad.bounds(from: max(0, from), to: min(1, to))
            signs.append(
                Sign(
                    sign: reader.signs[number - 1],
                    confidence: rivals?.confidence(index) ?? confidence,
                    x: bounds.x,
                    y: bounds.y,
                    width: bounds.width,
                    height: bounds.height
                )
            )
        }
        self.signs = signs
    }
}

extension [LineReading] {
    /// What all of them say: a blank between those of one row, an end of line between rows; nil
    /// where there are none.
    public var text: String? {
        guard var row = first?.row else { return nil }
        var text = ""
        for (index, line) in enumerated() {
            if index > 0 { text += line.row == row ? " " : "\n" }
            text += line.text
            row = line.row
        }
        return text
    }
}
