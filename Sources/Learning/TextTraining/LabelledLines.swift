internal import Foundation
internal import Imaging
internal import Layers
internal import TextPictures
internal import TextReading
internal import Training

/// Batches of labelled lines from files, and of drawn ones, five for each; what is judged by
/// shares no group with what is learnt.
final class LabelledLines: BatchSource {
    private struct Line {
        let image: Image
        let quad: LineQuad
        let text: String
    }

    private static let width = 256

    private let lines: [Line]
    private let validationLines: [Line]
    private let drawn: DrawnLines

    var count: Int { lines.count }
    var validationCount: Int { validationLines.count }

    /// Reads all entries of `table`, and finds each line with `reader`; entries that it finds
    /// nowhere are left out.
    init(_ table: LabelTable, reader: PrintReader, drawn: DrawnLines, seed: UInt64) throws {
        var found: [(line: Line, group: String)] = []
        for entry in table.entries {
            let image = try Image(path: entry.path).converted(toChannels: 1)
            let whole = [0, 0, image.width, image.height]
            let box = entry.box ?? whole
            let region = LineQuad.Region(x: box[0], y: box[1], width: box[2], height: box[3])
            guard box[0] + box[2] <= image.width + 2, box[1] + box[3] <= image.height + 2 else {
                throw LabelTable.Flaw(
                    path: entry.path,
                    line: 0,
                    reason: "is smaller than the box of \(entry.text)"
                )
            }
            guard let quad = try reader.locate(entry.text, in: image, region: region) else {
                continue
            }
            found.append((Line(image: image, quad: quad, text: entry.text), entry.group))
        }
        guard Set(found.map(\.group)).count > 1 else {
            throw LabelTable.Flaw(
                path: table.entries[0].path,
                line: 0,
                reason: "is, with the others, of one group only, or no line was found"
            )
        }
        let split = GroupSplit(found.map(\.group), share: 0.12, seed: seed)
        lines = split.training.map { found[$0].line }
        validationLines = split.validation.map { found[$0].line }
        self.drawn = drawn
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        guard step % 6 == 0 else { return try drawn.batch(step: step, seed: seed, size: size) }
        var random = SplitMix(seed: ~seed, number: UInt64(step))
        var batch = DrawnLines.empty(size, width: Self.width)
        batch.texts[TextNet.output] = (0..<size).map { slot in
            let line = lines[random.nextIndex(lines.count)]
            func between(_ low: Double, _ high: Double) -> Double {
                low + (high - low) * random.nextUnit()
            }
            var quad = line.quad
            quad.x += between(-0.06, 0.06) * quad.height
            quad.y += between(-0.06, 0.06) * quad.height
            quad.angle += between(-0.03, 0.03)
            quad = quad.grown(
                along: between(-0.05, 0.3) * quad.height,
                across: between(-0.1, 0.15) * quad.height
            )
            quad.length *= between(0.97, 1.03)
            let cut = quad.cut(from: line.image, rows: LineInput.height, widthMax: Self.width)
            let picture = TextPicture(image: cut, text: line.text, kind: .ink)
            return DrawnLines.write(picture, to: &batch, slot: slot, &random)
        }
        return batch
    }

    func validation(_ index: Int, size: Int) throws -> TrainingBatch? {
        // The drawn ones first: they alone show all signs.
        if let batch = try drawn.validation(index, size: size) { return batch }
        var drawnCount = 0
        while try drawn.validation(drawnCount, size: size) != nil { drawnCount += 1 }
        let start = (index - drawnCount) * size
        guard start < validationLines.count else { return nil }
        var batch = DrawnLines.empty(size, width: TextNet.width)
        batch.count = min(size, validationLines.count - start)
        batch.texts[TextNet.output] = (0..<batch.count).map { slot in
            let line = validationLines[start + slot]
            let cut = line.quad.cut(
                from: line.image,
                rows: LineInput.height,
                widthMax: TextNet.width
            )
            let place = slot * batch.height * batch.width
            LineInput.write(cut, to: &batch.inputs, at: place, width: batch.width)
            return TextSigns.numbers(of: line.text)
        }
        return batch
    }
}
