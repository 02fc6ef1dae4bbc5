internal import Datasets
internal import Imaging
internal import Layers
internal import Training

/// Batches of labelled crops from files; what is judged by shares no group with what is learnt.
final class FolderBatches: BatchSource {
    private let crops: [(crop: Crop, label: Int)]
    private let validationCrops: [(crop: Crop, label: Int)]
    /// Places in ``crops`` by class; classes come alike often.
    private let places: [[Int]]

    var count: Int { crops.count }
    var validationCount: Int { validationCrops.count }

    /// Reads all `pictures`, whose labels are of `classes`.
    init(_ pictures: [LabelledPicture], classes: [String], seed: UInt64) throws {
        let read = try pictures.map { picture in
            (
                crop: Crop(try Image(path: picture.path)),
                label: classes.firstIndex(of: picture.label) ?? 0
            )
        }
        let split = GroupSplit(pictures.map(\.group), share: 0.15, seed: seed)
        crops = split.training.map { read[$0] }
        validationCrops = split.validation.map { read[$0] }
        var places = [[Int]](repeating: [], count: classes.count)
        for (place, item) in crops.enumerated() { places[item.label].append(place) }
        self.places = places.filter { !$0.isEmpty }
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        var random = SplitMix(seed: seed, number: UInt64(step))
        var batch = DrawnBatches.empty(size)
        var labels: [Int] = []
        for slot in 0..<size {
            let members = places[random.nextIndex(places.count)]
            let item = crops[members[random.nextIndex(members.count)]]
            let change = CropChange(&random)
            change.write(item.crop, to: &batch.inputs, at: slot * Crop.count, &random)
            labels.append(item.label)
        }
        batch.labels[PocketNet.output] = labels
        return batch
    }

    func validation(_ index: Int, size: Int) throws -> TrainingBatch? {
        let start = index * size
        guard start < validationCrops.count else { return nil }
        var batch = DrawnBatches.empty(size)
        batch.count = min(size, validationCrops.count - start)
        var labels: [Int] = []
        for slot in 0..<batch.count {
            let item = validationCrops[start + slot]
            item.crop.write(to: &batch.inputs, at: slot * Crop.count)
            labels.append(item.label)
        }
        batch.labels[PocketNet.output] = labels
        return batch
    }
}
