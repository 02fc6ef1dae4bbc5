public import Datasets
internal import Imaging
internal import Linux
public import Measures
public import VisionModels

extension Evaluation {
    /// Adds what `model` makes of every picture, one at a time, with the time that each takes.
    ///
    /// - Throws: Whatever a picture or the model throws.
    public mutating func add(_ pictures: [LabelledPicture], judgedBy model: VisionModel) throws {
        for picture in pictures {
            let start = MonotonicClock.nowNanoseconds
            let image = try Image(path: picture.path)
            guard let finding = try model.findings(on: [image]).first else { continue }
            let opinion = Opinion(finding, model.card)
            let time = MonotonicClock.nowNanoseconds - start
            add(
                Sample(
                    label: picture.label,
                    score: opinion.score,
                    isRejected: opinion.isRejected,
                    answer: opinion.answer,
                    milliseconds: Double(time) / 1e6
                )
            )
        }
    }
}
