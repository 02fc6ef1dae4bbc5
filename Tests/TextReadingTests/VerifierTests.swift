import Foundation
import Imaging
import Testing
import TextPictures
import TextReading

/// Verifying with the shipped reader: what is as expected passes, one thing wrong does not.
@Suite struct VerifierTests {
    private let reader: PrintReader
    private let source: TextSource

    init() throws {
        let folder = URL(filePath: TextPicturesTests.letters).deletingLastPathComponent()
        reader = PrintReader(
            reader: try TextReader(path: folder.appending(path: "print.onnx").path()),
            finder: try LineFinder(path: folder.appending(path: "finder.onnx").path())
        )
        source = TextSource(
            seed: 77,
            table: try LetterTable(path: TextPicturesTests.letters),
            hardnessMax: 0,
            kinds: [.ink]
        )
    }

    private func verification(of image: Image, _ expected: String) throws -> Verification {
        let lines = try reader.lines(in: image, at: .anywhere)
        return try reader.verify(image, lines: lines, expected: expected, at: .anywhere)
    }

    @Test(arguments: 0..<2)
    func `a sign too many is extra, wherever the rest lies best`(index: Int) throws {
        let line = source.picture(index, width: 320, text: "LOT 47116")
        #expect(try verification(of: line.image, line.text).passes)
        for expected in ["LOT 4711", "OT 47116"] {
            #expect(try !verification(of: line.image, expected).passes)
        }
    }

    /// `image` with the sign in `columns` a quarter of a line lower.
    private static func lowered(_ whole: Image, _ columns: Range<Int>) -> Image {
        var image = whole
        let drop = 8
        for column in columns.clamped(to: 0..<image.width) {
            for row in stride(from: image.height - 1, through: 0, by: -1) {
                let from = max(0, row - drop)
                image.pixels[row * image.width + column] =
                    whole.pixels[from * image.width + column]
            }
        }
        return image
    }

    /// Of all drawn lines a tenth to a fifth passes (`Models/print/README.md`): the bound tells that from none seen.
    @Test func `a sign that stands below its line is shifted`() throws {
        var (seen, rejected, named) = (0, 0, 0)
        for index in 0..<12 {
            let line = source.picture(index, width: 320, text: "LOT 47116")
            // With room above and below, so that what is moved stays in the picture.
            let map = AffineMap(scaleX: 1, scaleY: 1, shiftX: 0, shiftY: -16)
            let whole = line.image.resampled(by: map, width: line.image.width, height: 64)
            let lines = try reader.lines(in: whole, at: .anywhere)
            guard lines.first?.text == line.text, let seven = lines.first?.signs[4] else {
                continue
            }
            seen += 1
            #expect(try verification(of: whole, line.text).passes, "picture \(index)")
            let columns = Int(seven.x.rounded())..<Int((seven.x + seven.width).rounded())
            let result = try verification(of: Self.lowered(whole, columns), line.text)
            if !result.passes { rejected += 1 }
            if result.signs[4].fault != nil { named += 1 }
        }
        let counts = "\(seen) lines, \(rejected) rejected, \(named) named"
        #expect(seen >= 10 && rejected * 2 > seen && named * 2 >= seen, "\(counts)")
    }

    @Test(arguments: 0..<2)
    func `no place in a region makes one sign another`(index: Int) throws {
        let line = source.picture(index, width: 200, text: "31 OCT")
        // Room all around, so that places at every angle are tried.
        let map = AffineMap(scaleX: 1, scaleY: 1, shiftX: -16, shiftY: -12)
        let whole = line.image.resampled(by: map, width: line.image.width + 32, height: 56)
        let region = LineQuad.Region(x: 8, y: 6, width: whole.width - 16, height: 44)
        let lines = try reader.lines(in: whole, at: .region(region))
        func passes(_ text: String) throws -> Bool {
            try reader.verify(whole, lines: lines, expected: text, at: .region(region)).passes
        }
        #expect(try passes("31 OCT"))
        for other in ["O1 OCT", "81 OCT", "B1 OCT", "31 OCI", "31 OC7", "37 OCT"] {
            #expect(try !passes(other), "\(other)")
        }
    }
}
