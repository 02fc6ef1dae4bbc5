internal import Datasets
internal import Imaging
internal import Layers
internal import Training

/// Batches of labelled crops from files; what is judged by shares no group with what is learnt.
///
/// Classes come alike often, but for those of very few crops: none of these comes more than
/// ``rarityMax`` times as often as if all crops came alike often. Of one group nothing is judged by.
final class FolderBatches: BatchSource {
    private let crops: [(crop: Crop, label: Int)]
    private let validationCrops: [(crop: Crop, label: Int)]
    /// Places in ``crops`` by class.
    private let places: [[Int]]
    /// How often each class of ``places`` comes, in sum 1; nil: alike often.
    private let shares: [Double]?
    /// How much oftener a crop of a rare class comes than the average crop, at most.
    static let rarityMax = 20.0

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
        let groups = pictures.map(\.group)
        if Set(groups).count > 1 {
            let split = GroupSplit(groups, share: 0.15, seed: seed)
            crops = split.training.map { read[$0] }
            validationCrops = split.validation.map { read[$0] }
        } else {
            (crops, validationCrops) = (read, [])
        }
        var places = [[Int]](repeating: [], count: classes.count)
        for (place, item) in crops.enumerated() { places[item.label].append(place) }
        self.places = places.filter { !$0.isEmpty }
        shares = Self.shares(self.places.map(\.count))
    }

    /// How often classes of so many crops come; nil: alike often.
    static func shares(_ counts: [Int]) -> [Double]? {
        let total = Double(counts.reduce(0, +))
        let even = 1 / Double(counts.count)
        let most = counts.map { rarityMax * Double($0) / total }
        let rare = most.filter { $0 < even }
        guard !rare.isEmpty else { return nil }
        let rest = (1 - rare.reduce(0, +)) / Double(counts.count - rare.count)
        return most.map { $0 < even ? $0 : rest }
    }

    private func drawnClass(_ random: inout SplitMix) -> Int {
        guard let shares else { return random.nextIndex(places.count) }
        var rest = random.nextUnit()
        for (place, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return place }
        }
        return places.count - 1
    }

    func batch(step: Int, seed: UInt64, size: Int) throws -> TrainingBatch {
        var random = SplitMix(seed: seed, number: UInt64(step))
        var batch = DrawnBatches.empty(size)
        var labels: [Int] = []
        for slot in 0..<size {
            let members = places[drawnClass(&random)]
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
