import Engine
import Foundation
import Imaging
import Layers
import Testing
import Training

@testable import TextPictures
@testable import TextReading
@testable import TextTraining

final class TextTrainingTests {
    private let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")

    deinit { try? FileManager.default.removeItem(at: place) }

    private func written(_ rows: String) throws -> String {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(rows.utf8).write(to: place.appending(path: "labels.csv"))
        return place.path()
    }

    @Test func `a batch is the same whatever was drawn before it`() throws {
        let table = try LetterTable(path: TextPicturesTests.letters)
        func source() -> DrawnLines {
            DrawnLines(seed: 4, table: table, easyCount: 10, validationCount: 2)
        }
        let first = source()
        _ = try first.batch(step: 0, seed: 5, size: 2)
        let later = try first.batch(step: 3, seed: 5, size: 2)
        #expect(try source().batch(step: 3, seed: 5, size: 2) == later)
        #expect(later.texts[TextNet.output]?.count == 2)
    }

    @Test func `a table of labels is read with boxes and without`() throws {
        let boxes = try LabelTable(
            folder: written("image,x,y,w,h,text\na/image12.png,1,2,30,40,LOT, 5\n")
        )
        #expect(boxes.entries[0].box == [1, 2, 30, 40])
        #expect(boxes.entries[0].text == "LOT, 5")
        #expect(boxes.entries[0].group == LabelTable.group("image19.png"))
        #expect(boxes.entries[0].group != LabelTable.group("image20.png"))
        let plain = try LabelTable(folder: written("image,text\na.png,EXP 1\n"))
        #expect(plain.entries[0].box == nil)
    }

    @Test(arguments: ["", "image,label\n", "image,text\n", "image,x,y,w,h,text\na.png,1,2,3\n"])
    func `a table of labels that does not fit is refused`(rows: String) throws {
        let folder = try written(rows)
        #expect(throws: LabelTable.Flaw.self) { try LabelTable(folder: folder) }
    }

    @Test func `a written reader reads lines of any length`() throws {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let path = place.appending(path: "print.onnx").path()
        let net = TextNet.net(signs: TextSigns.all.count)
        let model = TextModel(parameters: net.initialParameters(seed: 2), facts: ["seed": "2"])
        try model.write(path: path)
        #expect(try TextModel(path: path).parameters.count == model.parameters.count)
        let reader = try TextReader(path: path)
        #expect(reader.signs == TextSigns.all)
        for width in [20, 64, 65, 500] {
            let line = Image(width: width, height: 32, channels: 1, filledWith: 90)
            let table = try reader.table(of: line)
            #expect(table.columns == min((width + 3) / 4 + 1, 64 * ((width + 63) / 64) / 4))
        }
    }

    @Test func `the shipped reader reads a clear line, and verifies it`() throws {
        let folder = URL(filePath: TextPicturesTests.letters).deletingLastPathComponent()
        let reader = PrintReader(
            reader: try TextReader(path: folder.appending(path: "print.onnx").path()),
            finder: try LineFinder(path: folder.appending(path: "finder.onnx").path())
        )
        let source = TextSource(
            seed: 21,
            table: try LetterTable(path: TextPicturesTests.letters),
            hardnessMax: 0,
            kinds: [.ink]
        )
        let line = source.picture(3, width: 320, text: "LOT 47116 EXP 03/2027")
        let lines = try reader.lines(in: line.image, at: .anywhere)
        #expect(lines.text == line.text)
        #expect(try reader.verify(line.image, lines: lines, expected: line.text).passes)
        let other = try reader.verify(line.image, lines: lines, expected: "LOT 47126 EXP 03/2027")
        #expect(!other.passes)
        #expect(other.signs.filter { $0.fault != nil }.map(\.sign) == ["2"])
        #expect(throws: PrintReader.UnreadableSign.self) {
            try reader.verify(line.image, lines: lines, expected: "LOT (1)")
        }
        let blank = Image(width: 200, height: 60, channels: 1, filledWith: 140)
        #expect(try reader.lines(in: blank, at: .anywhere).isEmpty)
        #expect(try !reader.verify(blank, lines: [], expected: "LOT 1").passes)
    }
}
