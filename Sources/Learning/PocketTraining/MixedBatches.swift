internal import Training

/// Batches a share of which comes from a second source, the rest from a first one.
///
/// What is judged by is that of the first, then that of the second.
final class MixedBatches: BatchSource {
    private let first: any BatchSource
    private let second: any BatchSource
    private let secondShare: Double

    /// Joins two sources of crops of the same classes; `secondShare`, 0...1, comes from the second.
    init(_ first: any BatchSource, _ second: any BatchSource, secondShare: Double) {
        (self.first, self.second, self.secondShare) = (first, second, secondShare)
    }

    /// The share of a batch for so many labelled crops beside drawn ones: half of it from 256 on, less
    /// where the same few would come again and again.
    static func share(ofLabelled count: Int) -> Double {
        min(0.5, max(0.125, Double(count) / 512))
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        let count = Int((Double(size) * (1 - secondShare)).rounded(.down))
        let own = try first.batch(step: step, seed: seed, size: count)
        let other = try second.batch(step: step, seed: seed, size: size - count)
        var batch = DrawnBatches.empty(size)
        batch.inputs = own.inputs + other.inputs
        let name = PocketNet.output
        batch.labels[name] = (own.labels[name] ?? []) + (other.labels[name] ?? [])
        return batch
    }

    func validation(_ index: Int, size: Int) throws -> TrainingBatch? {
        var count = 0
        while try first.validation(count, size: size) != nil {
            if count == index { return try first.validation(index, size: size) }
            count += 1
        }
        return try second.validation(index - count, size: size)
    }
}
