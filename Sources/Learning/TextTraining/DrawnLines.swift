internal import Imaging
internal import Layers
internal import Synchronization
internal import TextPictures
internal import TextReading
internal import Training

/// Batches of drawn lines without end.
///
/// A line is changed anew every time it is learnt from. All lines of a batch are of one width; the
/// widths take turns.
final class DrawnLines: BatchSource {
    /// Columns by the number of a line or step.
    static let widths = [128, 160, 192, 256]

    private let validationSource: TextSource
    private let validationCount: Int
    private let lines: DrawnBlocks<TextPicture>
    private let validationLines = Mutex<[TextPicture]>([])

    /// Draws from `seed`; what is judged by has another, and is as hard as any.
    init(seed: UInt64, table: LetterTable, easyCount: Int, validationCount: Int) {
        let source = TextSource(seed: seed, table: table, easyCount: easyCount)
        lines = DrawnBlocks(blockCount: 2_048, blocksAtOnce: 8, uses: 6) { index in
            source.picture(index, width: Self.widths[index % Self.widths.count])
        }
        validationSource = TextSource(seed: ~seed, table: table)
        self.validationCount = validationCount
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        let numbers = lines.numbers(step: step, size: size)
        var random = SplitMix(seed: seed, number: UInt64(step))
        let turn = step % Self.widths.count
        let width = Self.widths[turn]
        var batch = Self.empty(size, width: width)
        var texts: [[Int]] = []
        for slot in 0..<size {
            let place = random.nextIndex(numbers.count / Self.widths.count)
            let line = lines[numbers.lowerBound + place * Self.widths.count + turn]
            texts.append(Self.write(line, to: &batch, slot: slot, &random))
        }
        batch.texts[TextNet.output] = texts
        lines.proceed(step: step, size: size)
        return batch
    }

    func validation(_ index: Int, size: Int) throws -> TrainingBatch? {
        let start = index * size
        guard start < validationCount else { return nil }
        if validationLines.withLock({ $0.isEmpty }) {
            let made = (0..<validationCount)
                .map { validationSource.picture($0, width: TextNet.width) }
            validationLines.withLock { $0 = made }
        }
        var batch = Self.empty(size, width: TextNet.width)
        batch.count = min(size, validationCount - start)
        let lines = validationLines.withLock { $0 }
        batch.texts[TextNet.output] = (0..<batch.count).map { slot in
            let line = lines[start + slot]
            let place = slot * batch.height * batch.width
            LineInput.write(line.image, to: &batch.inputs, at: place, width: batch.width)
            return TextSigns.numbers(of: line.text)
        }
        return batch
    }

    static func empty(_ size: Int, width: Int) -> TrainingBatch {
        var batch = TrainingBatch(height: LineInput.height, width: width, count: size)
        batch.inputs = [Float](repeating: 0, count: size * LineInput.height * width)
        return batch
    }

    /// Writes `line` changed: moved, inverted, brighter or darker in its middle tones, noisier.
    static func write(
        _ line: TextPicture,
        to batch: inout TrainingBatch,
        slot: Int,
        _ random: inout SplitMix
    ) -> [Int] {
        let plane = batch.height * batch.width
        let start = slot * plane
        let room = batch.width - line.image.width
        let shift = room > 0 ? random.nextIndex(min(room, 8) + 1) : random.nextIndex(5) - 2
        LineInput.write(
            line.image,
            to: &batch.inputs,
            at: start,
            width: batch.width,
            shift: shift
        )
        let sign: Float = random.nextUnit() < 0.5 ? -1 : 1
        let gain = Float(0.8 + 0.4 * random.nextUnit()) * sign
        let bend = random.nextUnit() < 0.3 ? Float(random.nextUnit() - 0.5) * 0.3 : 0
        let noise = random.nextUnit() < 0.3 ? Float(random.nextUnit()) * 0.35 : 0
        for row in 0..<batch.height {
            let first = start + row * batch.width + max(0, shift)
            for place in first..<first + min(line.image.width, batch.width - max(0, shift)) {
                let value = batch.inputs[place]
                var changed = value * gain + bend * (value * value - 1)
                if noise > 0 { changed += noise * Float(random.nextUnit() * 2 - 1) }
                batch.inputs[place] = changed
            }
        }
        return TextSigns.numbers(of: line.text)
    }
}
