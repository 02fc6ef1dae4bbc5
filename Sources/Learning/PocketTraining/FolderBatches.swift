internal import Datasets
internal import Foundation
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
            Self.write(item.crop, to: &batch.inputs, at: slot * Crop.count, &random)
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

    /// Writes `crop` shifted, turned, mirrored, stretched, brighter or darker, and noisy, as a line
    /// does.
    private static func write(
        _ crop: Crop,
        to inputs: inout [Float],
        at start: Int,
        _ random: inout SplitMix
    ) {
        func between(_ low: Double, _ high: Double) -> Float {
            Float(low + (high - low) * random.nextUnit())
        }
        let quarter = Float(random.nextIndex(4)) * .pi / 2
        let angle = quarter + between(-0.12, 0.12)
        let mirror: Float = random.nextIndex(2) == 0 ? 1 : -1
        let scale = between(0.94, 1.06)
        let (cosine, sine) = (cos(angle) * scale, sin(angle) * scale)
        let (shiftX, shiftY) = (between(-3, 3), between(-3, 3))
        let (gain, lift) = (between(0.85, 1.15), between(-0.2, 0.2))
        let noise = random.nextIndex(3) == 0 ? between(0, 0.08) : 0
        let half = Float(Crop.side - 1) / 2
        let limit = Float(Crop.side) - 1.001
        for row in 0..<Crop.side {
            for column in 0..<Crop.side {
                let (dx, dy) = ((Float(column) - half) * mirror, Float(row) - half)
                let x = min(limit, max(0, cosine * dx - sine * dy + half + shiftX))
                let y = min(limit, max(0, sine * dx + cosine * dy + half + shiftY))
                let (left, top) = (Int(x), Int(y))
                let (u, v) = (x - Float(left), y - Float(top))
                let base = top * Crop.side + left
                let dust = noise > 0 ? noise * Float(random.nextUnit() * 2 - 1) : 0
                for channel in 0..<3 {
                    let place = channel * Crop.plane + base
                    func sample(_ offset: Int) -> Float {
                        Crop.table[Int(crop.samples[place + offset])]
                    }
                    let upper = sample(0) + (sample(1) - sample(0)) * u
                    let lower = sample(Crop.side) + (sample(Crop.side + 1) - sample(Crop.side)) * u
                    inputs[start + channel * Crop.plane + row * Crop.side + column] =
                        (upper + (lower - upper) * v) * gain + lift + dust
                }
            }
        }
    }
}
