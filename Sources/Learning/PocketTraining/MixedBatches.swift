internal import Training

/// Batches one half of which come from one source, the other half from another.
///
/// What is judged by is that of the first, then that of the second.
final class MixedBatches: BatchSource {
    private let first: any BatchSource
    private let second: any BatchSource

    /// Joins two sources of crops of the same classes.
    init(_ first: any BatchSource, _ second: any BatchSource) {
        (self.first, self.second) = (first, second)
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        let own = try first.batch(step: step, seed: seed, size: size / 2)
        let other = try second.batch(step: step, seed: seed, size: size - size / 2)
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
