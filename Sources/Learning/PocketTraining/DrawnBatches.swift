internal import Imaging
internal import PocketPictures
internal import Layers
internal import Synchronization
internal import Training

/// Batches of drawn crops without end.
///
/// Pictures come in blocks; a step learns from the latest few blocks, so that every picture is
/// learnt from several times, turned and mirrored anew, before it goes. What a step learns from
/// follows from its number alone.
final class DrawnBatches: BatchSource {
    static let blockCount = 2_048
    static let blocksAtOnce = 12
    /// How often a picture is learnt from, on average.
    static let uses = 8

    private let source: PocketSource
    private let validationSource: PocketSource
    private let validationCount: Int
    private let classes: [PocketClass]
    private let crops = Mutex<[Int: Crop]>([:])
    private let validationCrops = Mutex<[Crop]>([])

    /// Draws from `seed`.
    ///
    /// - Parameters:
    ///   - seed: Of all draws; what is judged by has another.
    ///   - classes: In the order of the net's output.
    ///   - validationCount: Pictures to judge by.
    init(seed: UInt64, classes: [PocketClass], validationCount: Int) {
        source = PocketSource(seed: seed)
        validationSource = PocketSource(seed: ~seed)
        self.validationCount = validationCount
        self.classes = classes
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        let stepsPerBlock = Self.blockCount * Self.uses / size
        let block = step / stepsPerBlock
        let first = max(0, block + 1 - Self.blocksAtOnce) * Self.blockCount
        let end = (block + 1) * Self.blockCount
        var random = SplitMix(seed: seed, number: UInt64(step))
        var batch = Self.empty(size)
        var labels: [Int] = []
        for slot in 0..<size {
            let index = first + random.nextIndex(end - first)
            let crop = crop(index)
            crop.write(to: &batch.inputs, at: slot * Crop.count, &random)
            labels.append(place(of: source.label(index)))
        }
        batch.labels[PocketNet.output] = labels
        // The next block is drawn a little with every step.
        let inBlock = step % stepsPerBlock
        let share = Self.blockCount / stepsPerBlock + 1
        let ahead = end + Self.blockCount
        for index in 0..<share where end + inBlock * share + index < ahead {
            _ = crop(end + inBlock * share + index)
        }
        if inBlock == 0 {
            crops.withLock { crops in crops = crops.filter { $0.key >= first } }
        }
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

    private func crop(_ index: Int) -> Crop {
        if let crop = crops.withLock({ $0[index] }) { return crop }
        let crop = Crop(source.picture(index).image)
        crops.withLock { $0[index] = crop }
        return crop
    }

    static func empty(_ size: Int) -> TrainingBatch {
        var batch = TrainingBatch(height: Crop.side, width: Crop.side, count: size)
        batch.inputs = [Float](repeating: 0, count: size * Crop.count)
        return batch
    }
}
