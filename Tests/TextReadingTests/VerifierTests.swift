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

    @Test(arguments: 0..<2)
    func `a sign that stands below its line is shifted`(index: Int) throws {
        let line = source.picture(index, width: 320, text: "LOT 47116")
        // With room above and below, so that what is moved stays in the picture.
        let map = AffineMap(scaleX: 1, scaleY: 1, shiftX: 0, shiftY: -16)
        let whole = line.image.resampled(by: map, width: line.image.width, height: 64)
        let lines = try reader.lines(in: whole, at: .anywhere)
        let seven = try #require(lines.first?.signs[4])
        var image = whole
        let columns = Int(seven.x.rounded())..<Int((seven.x + seven.width).rounded())
        let drop = 8
        for column in columns.clamped(to: 0..<image.width) {
            for row in stride(from: image.height - 1, through: 0, by: -1) {
                let from = max(0, row - drop)
                image.pixels[row * image.width + column] =
                    whole.pixels[from * image.width + column]
            }
        }
        let result = try verification(of: image, line.text)
        #expect(!result.passes)
        #expect(result.signs[4].fault != nil)
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
