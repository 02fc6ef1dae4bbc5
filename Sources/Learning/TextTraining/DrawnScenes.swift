internal import Layers
internal import TextPictures
internal import TextReading
internal import Training

/// Batches of drawn pictures with lines of print in them, some inverted, some upside down.
final class DrawnScenes: BatchSource {
    private let source: SceneSource
    private let validationSource: SceneSource
    private let validationCount: Int

    /// Draws from `seed`; what is judged by has another.
    init(seed: UInt64, table: LetterTable, validationCount: Int) {
        source = SceneSource(seed: seed, table: table)
        validationSource = SceneSource(seed: ~seed, table: table)
        self.validationCount = validationCount
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        var random = SplitMix(seed: seed, number: UInt64(step))
        let pictures = (0..<size).map { slot in
            source.picture(step * size + slot)
        }
        return Self.batch(pictures, size: size) { random.nextIndex(4) }
    }

    func validation(_ index: Int, size: Int) throws -> TrainingBatch? {
        let start = index * size
        guard start < validationCount else { return nil }
        let end = min(validationCount, start + size)
        return Self.batch((start..<end).map { validationSource.picture($0) }, size: size) { 0 }
    }

    private static func batch(
        _ pictures: [ScenePicture],
        size: Int,
        way: () -> Int
    ) -> TrainingBatch {
        let side = SceneSource.side
        let plane = side * side
        var batch = TrainingBatch(height: side, width: side, count: pictures.count)
        batch.inputs = [Float](repeating: 0, count: size * plane)
        var labels: [Int] = []
        for (slot, picture) in pictures.enumerated() {
            let start = slot * plane
            FinderInput.write(picture.image, to: &batch.inputs, at: start, width: side)
            let way = way()
            if way & 1 == 1 {
                for place in start..<start + plane { batch.inputs[place] = -batch.inputs[place] }
            }
            if way & 2 == 2 {
                batch.inputs[start..<start + plane].reverse()
                labels += picture.labels.reversed()
            } else {
                labels += picture.labels
            }
        }
        batch.labels[FinderNet.output] = labels
        return batch
    }
}
