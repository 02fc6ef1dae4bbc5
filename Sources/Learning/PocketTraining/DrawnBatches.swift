internal import Imaging
internal import PocketPictures
internal import Layers
internal import Synchronization
internal import Training

/// Batches of drawn crops without end.
///
/// A crop is turned and mirrored anew every time it is learnt from.
final class DrawnBatches: BatchSource {
    private let source: PocketSource
    private let validationSource: PocketSource
    private let validationCount: Int
    private let classes: [PocketClass]
    private let crops: DrawnBlocks<Crop>
    private let validationCrops = Mutex<[Crop]>([])

    /// Draws from `seed`.
    ///
    /// - Parameters:
    ///   - seed: Of all draws; what is judged by has another.
    ///   - classes: In the order of the net's output.
    ///   - validationCount: Pictures to judge by.
    init(seed: UInt64, classes: [PocketClass], validationCount: Int) {
        let source = PocketSource(seed: seed)
        self.source = source
        crops = DrawnBlocks(blockCount: 2_048, blocksAtOnce: 12, uses: 8) { index in
            Crop(source.picture(index).image)
        }
        validationSource = PocketSource(seed: ~seed)
        self.validationCount = validationCount
        self.classes = classes
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        let numbers = crops.numbers(step: step, size: size)
        var random = SplitMix(seed: seed, number: UInt64(step))
        var batch = Self.empty(size)
        var labels: [Int] = []
        for slot in 0..<size {
            let index = numbers.lowerBound + random.nextIndex(numbers.count)
            crops[index].write(to: &batch.inputs, at: slot * Crop.count, &random)
            labels.append(place(of: source.label(index)))
        }
        batch.labels[PocketNet.output] = labels
        crops.proceed(step: step, size: size)
        return batch
    }

    func validation(_ index: Int, size: Int) throws -> TrainingBatch? {
        let start = index * size
        guard start < validationCount else { return nil }
        if validationCrops.withLock({ $0.isEmpty }) {
            let made = (0..<validationCount).map { Crop(validationSource.picture($0).image) }
            validationCrops.withLock { $0 = made }
        }
        var batch = Self.empty(size)
        batch.count = min(size, validationCount - start)
        var labels: [Int] = []
        let crops = validationCrops.withLock { $0 }
        for slot in 0..<batch.count {
            crops[start + slot].write(to: &batch.inputs, at: slot * Crop.count)
            labels.append(place(of: validationSource.label(start + slot)))
        }
        batch.labels[PocketNet.output] = labels
        return batch
    }

    private func place(of label: PocketClass) -> Int { classes.firstIndex(of: label) ?? -1 }

    static func empty(_ size: Int) -> TrainingBatch {
        var batch = TrainingBatch(height: Crop.side, width: Crop.side, count: size)
        batch.inputs = [Float](repeating: 0, count: size * Crop.count)
        return batch
    }
}
