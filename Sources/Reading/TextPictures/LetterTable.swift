internal import Foundation

/// Outlines of letters of free fonts, from a file that `Models/print/make-letters` wrote.
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

    /// Reads the file at `path`.
    public init(path: String) throws(Flaw) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Flaw(path: path, line: 0)
        }
        try self.init(text: String(decoding: data, as: UTF8.self), path: path)
    }

    init(text: String, path: String) throws(Flaw) {
        var fonts: [(font: Font, isHeldOut: Bool)] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            let flaw = Flaw(path: path, line: number + 1)
            if words[0] == "font" {
                guard words.count == 3 else { throw flaw }
                let font = Font(name: String(words[1]), letters: [:])
                fonts.append((font, words[2] == "held-out"))
                continue
            }
            guard words.count > 3, words[0].count == 1, let sign = words[0].first,
                let advance = Float(words[1]), !fonts.isEmpty
            else { throw flaw }
            var letter = Letter(advance: advance / 200, outlines: [[]])
            for word in words.dropFirst(2) {
                if word == ";" {
                    letter.outlines.append([])
                    continue
                }
                let numbers = word.split(separator: ",").compactMap { Float($0) }
                guard numbers.count == 2, numbers.allSatisfy({ abs($0) < 2_000 }) else {
                    throw flaw
                }
                letter.outlines[letter.outlines.count - 1]
                    .append(Vector(numbers[0], -numbers[1]) / 200)
            }
            letter.outlines.removeAll { $0.count < 3 }
            fonts[fonts.count - 1].font.letters[sign] = letter
        }
        learnt = fonts.filter { !$0.isHeldOut }.map(\.font)
        heldOut = fonts.filter(\.isHeldOut).map(\.font)
        guard !learnt.isEmpty, !heldOut.isEmpty else { throw Flaw(path: path, line: 0) }
    }
}
