import Foundation
import Imaging
import Testing
import TextPictures

@testable import TextReading

/// Rows of a code, as the line looks at them.
@Suite struct RowCheckTests {
    private let net: TextReader
    private let reader: PrintReader
    private let line: Image
    private let text = "LOT 47116 EXP 08.2028"

    init() throws {
        let folder = URL(filePath: TextPicturesTests.letters).deletingLastPathComponent()
        net = try TextReader(path: folder.appending(path: "print.onnx").path())
        reader = PrintReader(
            reader: net,
            finder: try LineFinder(path: folder.appending(path: "finder.onnx").path())
        )
        let source = TextSource(
            seed: 78,
            table: try LetterTable(path: TextPicturesTests.letters),
            hardnessMax: 0,
            kinds: [.ink]
        )
        let drawn = source.picture(0, width: 320, text: text).image
        // With room around, as a region has it.
        let map = AffineMap(scaleX: 1, scaleY: 1, shiftX: -40, shiftY: -24)
        line = drawn.resampled(by: map, width: drawn.width + 80, height: 80)
    }

    @Test func `what must be there is settled by one look`() throws {
        let check = try reader.check(line, expected: text)
        #expect(check.passes && check.step == .quick && net.lineCount == 1)
    }

    @Test func `other print is settled by one look, with what is wrong`() throws {
        for (expected, kind) in [
            ("LOT 47196 EXP 08.2028", Verification.Fault.wrong),
            ("LOT 471163 EXP 08.2028", .missing), ("LOT 4716 EXP 08.2028", .extra),
        ] {
            let before = net.lineCount
            let check = try reader.check(line, expected: expected)
            #expect(!check.passes && check.step == .other, "\(expected)")
            #expect(check.verification?.signs.contains { $0.fault == kind } == true)
            #expect(net.lineCount - before <= 4)
        }
    }

    @Test func `nets run a bounded number of times, whatever is there`() throws {
        let ground = Image(width: 480, height: 80, channels: 1, filledWith: 90)
        var noise = ground
        for index in noise.pixels.indices {
            noise.pixels[index] = UInt8(truncatingIfNeeded: index &* 2_654_435_761 >> 13)
        }
        for (image, expected) in [(ground, text), (noise, text), (line, "8"), (line, "A\nB")] {
            let before = net.lineCount
            let check = try reader.check(image, expected: expected)
            #expect(!check.passes && check.verification != nil)
            let rows = expected.split(separator: "\n").count
            #expect(net.lineCount - before <= 10 * rows)
        }
    }
}
