internal import Foundation

/// Letters of free fonts, as outlines and as drops in matrices, from a file that `Models/print/make-letters` wrote.
public struct LetterTable: Sendable {
    /// One letter; unit: the height of H, y downwards from the base line.
    struct Letter {
        var advance: Float
        var outlines: [[Vector]]
    }

    /// One font.
    struct Font {
        var name: String
        var letters: [Character: Letter]
    }

    /// Why a file is no table of letters.
    public struct Flaw: Error, Equatable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// Its line, from 1; 0 for the whole.
        public let line: Int
        /// One line, with a cure.
        public var description: String {
            let place = line > 0 ? "line \(line) is none of" : "holds no"
            return "\(path): \(place) letters of fonts; take letters.txt from Models/print"
        }
    }

    let learnt: [Font]
    let heldOut: [Font]
    let learntMatrices: [DotLetters]
    let heldOutMatrices: [DotLetters]

    /// Reads the file at `path`.
    public init(path: String) throws(Flaw) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Flaw(path: path, line: 0)
        }
        try self.init(text: String(decoding: data, as: UTF8.self), path: path)
    }

    init(text: String, path: String) throws(Flaw) {
        var fonts: [(font: Font, isHeldOut: Bool)] = []
        var matrices: [(columns: [Character: [Int]], rows: Int, isHeldOut: Bool)] = []
        var isMatrix = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            let flaw = Flaw(path: path, line: number + 1)
            switch words[0] {
            case "font":
                guard words.count == 3 else { throw flaw }
                let font = Font(name: String(words[1]), letters: [:])
                fonts.append((font, words[2] == "held-out"))
                isMatrix = false
            case "matrix":
                guard words.count == 4, let rows = Int(words[3]), (1...32).contains(rows) else {
                    throw flaw
                }
                matrices.append(([:], rows, words[2] == "held-out"))
                isMatrix = true
            default:
                guard let sign = words[0].first, words[0].count == 1 else { throw flaw }
                let values = words.dropFirst()
                if isMatrix {
                    matrices[matrices.count - 1].columns[sign] = try Self.columns(values, flaw)
                } else {
                    guard !fonts.isEmpty else { throw flaw }
                    fonts[fonts.count - 1].font.letters[sign] = try Self.letter(values, flaw)
                }
            }
        }
        func dots(isHeldOut: Bool) -> [DotLetters] {
            matrices.filter { $0.isHeldOut == isHeldOut }.map { matrix in
                let columns = matrix.columns.values.map(\.count).max() ?? 0
                let size = DotLetters.Size(columns: columns, rows: matrix.rows)
                return DotLetters(size, columns: matrix.columns)
            }
        }
        learnt = fonts.filter { !$0.isHeldOut }.map(\.font)
        heldOut = fonts.filter(\.isHeldOut).map(\.font)
        (learntMatrices, heldOutMatrices) = (dots(isHeldOut: false), dots(isHeldOut: true))
        let isEmpty = [
            learnt.isEmpty, heldOut.isEmpty, learntMatrices.isEmpty, heldOutMatrices.isEmpty,
        ]
        guard !isEmpty.contains(true) else { throw Flaw(path: path, line: 0) }
    }

    /// Columns in hexadecimal.
    private static func columns(_ words: Words, _ flaw: Flaw) throws(Flaw) -> [Int] {
        let columns = words.compactMap { Int($0, radix: 16) }
        guard columns.count == words.count, (1...32).contains(columns.count) else { throw flaw }
        return columns
    }

    /// An advance and closed outlines.
    private static func letter(_ words: Words, _ flaw: Flaw) throws(Flaw) -> Letter {
        guard words.count > 2, let advance = words.first.flatMap({ Float($0) }) else { throw flaw }
        var letter = Letter(advance: advance / 200, outlines: [[]])
        for word in words.dropFirst() {
            if word == ";" {
                letter.outlines.append([])
                continue
            }
            let numbers = word.split(separator: ",").compactMap { Float($0) }
            guard numbers.count == 2, numbers.allSatisfy({ abs($0) < 2_000 }) else { throw flaw }
            letter.outlines[letter.outlines.count - 1]
                .append(Vector(numbers[0], -numbers[1]) / 200)
        }
        letter.outlines.removeAll { $0.count < 3 }
        return letter
    }

    private typealias Words = ArraySlice<Substring>
}
