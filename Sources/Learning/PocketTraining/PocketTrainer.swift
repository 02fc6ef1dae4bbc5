internal import Datasets
public import Engine
internal import Foundation
internal import Layers
internal import PocketPictures
public import Training
internal import VisionModels

/// Trains pocket classifiers: on drawn crops without end, or on labelled ones from a folder.
public struct PocketTrainer {
    /// What every draw and every first weight follows from.
    public var seed: UInt64
    /// Steps to learn; by the data where nil.
    public var steps: Int?
    /// Minutes that it may take, in fewer steps where they are not enough.
    ///
    /// With a checkpoint, those of this sitting: the next one goes on.
    public var minutes: Double?
    /// Model to go on from.
    public var base: PocketModel?
    /// File of the backbone whose weights a new model begins with; random ones where nil.
    public var backbone: String?
    /// File to go on from after an interruption.
    public var checkpoint: String?
    /// Threads that share the work.
    public var pool: ThreadPool

    /// Makes a trainer.
    public init(seed: UInt64, pool: ThreadPool) {
        self.seed = seed
        self.pool = pool
    }

    /// What came of it.
    public struct Outcome {
        /// The model.
        public var model: PocketModel
        /// What was measured on the way.
        public var records: [TrainingRecord]
    }

    private static let batch = 64

    /// The minutes of a sitting are over.
    private struct SittingEnd: Error {}

    /// Learns from drawn crops.
    public func drawn(report: (Trainer.Progress) throws -> Void) throws -> Outcome {
        let classes = PocketClass.allCases
        let source = DrawnBatches(
            seed: seed,
            classes: classes,
            validationCount: 1_050
        )
        let facts = [
            "data": "crops drawn by blisterctl simulate --crops, kinds held out excepted",
            "seed": "\(seed)",
        ]
        return try train(
            source,
            classes: classes.map(\.rawValue),
            steps: steps ?? 20_000,
            peak: base == nil ? 6e-4 : 3e-4,
            facts: facts,
            report
        )
    }

    /// Learns from drawn crops and from labelled ones in `folder`; the folder's classes are among
    /// those that are drawn.
    ///
    /// Half of every batch is labelled from 256 crops to learn from on, less with fewer
    /// (``MixedBatches``).
    public func mixed(
        _ folder: String,
        report: (Trainer.Progress) throws -> Void
    ) throws -> Outcome {
        let classes = PocketClass.allCases.map(\.rawValue)
        let pictures = try PictureSet(folder: folder).training
        if let other = pictures.first(where: { !classes.contains($0.label) }) {
            throw PictureSetError(
                path: folder,
                reason: "holds a folder \(other.label), which is no class that is drawn",
                cure: "move it away, or leave --drawn out"
            )
        }
        let labelled = try FolderBatches(pictures, classes: classes, seed: seed)
        let drawn = DrawnBatches(
            seed: seed,
            classes: PocketClass.allCases,
            validationCount: 1_050
        )
        let facts = [
            "data": "crops drawn by blisterctl simulate --crops, kinds held out excepted, and "
                + "\(pictures.count) labelled crops",
            "seed": "\(seed)",
        ]
        return try train(
            MixedBatches(
                drawn,
                labelled,
                secondShare: MixedBatches.share(ofLabelled: labelled.count)
            ),
            classes: classes,
            steps: steps ?? 20_000,
            peak: base == nil ? 6e-4 : 3e-4,
            facts: facts,
            report
        )
    }

    /// Learns from the labelled crops in `folder`.
    public func folder(
        _ folder: String,
        report: (Trainer.Progress) throws -> Void
    ) throws -> Outcome {
        let set = try PictureSet(folder: folder)
        var pictures = set.training
        if Set(pictures.map(\.label)).count < 2, set.isDivided {
            // MVTec AD keeps what is wrong in its test folder only.
            pictures += set.testing
        }
        let classes = try Self.classes(pictures, base: base, folder: folder)
        let source = try FolderBatches(pictures, classes: classes, seed: seed)
        let facts = [
            "data": "\(pictures.count) labelled crops, \(source.validationCount) to judge by",
            "seed": "\(seed)",
        ]
        let rounds = base == nil ? 60 : 20
        let usual = max(150, min(6_000, source.count * rounds / Self.batch))
        return try train(
            source,
            classes: classes,
            steps: steps ?? usual,
            peak: 6e-4,
            facts: facts,
            report
        )
    }

    /// Classes of the data: those of the base, where it knows them all; good comes first.
    static func classes(
        _ pictures: [LabelledPicture],
        base: PocketModel?,
        folder: String
    ) throws(PictureSetError) -> [String] {
        let found = Set(pictures.map(\.label))
        guard found.contains(LabelledPicture.goodLabel), found.count > 1 else {
            throw PictureSetError(
                path: folder,
                reason: "holds only the classes \(found.sorted().joined(separator: ", "))",
                cure: "put crops into a folder good and into one folder for each kind of defect"
            )
        }
        if let bad = found.first(where: { $0.contains(",") }) {
            throw PictureSetError(
                path: folder,
                reason: "holds a folder \(bad), which is no name for a class",
                cure: "rename it without a comma"
            )
        }
        guard Set(pictures.map(\.group)).count > 1 else {
            throw PictureSetError(
                path: folder,
                reason: "holds pictures of one blister only, so nothing is left to judge by",
                cure: "add pictures of other blisters"
            )
        }
        if let base, found.isSubset(of: base.classes) { return base.classes }
        return [LabelledPicture.goodLabel]
            + found.filter { $0 != LabelledPicture.goodLabel }.sorted()
    }

    private func train(
        _ source: any BatchSource,
        classes: [String],
        steps: Int,
        peak: Float,
        facts: [String: String],
        _ report: (Trainer.Progress) throws -> Void
    ) throws -> Outcome {
        let net = PocketNet.net(classes: classes.count)
        let objective = Objective(PocketNet.output, .crossEntropy(smoothing: 0.01))
        let first =
            try base?.parameters(for: classes, seed: seed)
            ?? backbone.map { path throws(VisionModelError) in
                try PocketModel.parameters(backbone: path, classes: classes.count, seed: seed)
            }
        // With a checkpoint the steps stay as they are: the minutes end the sitting, not the training.
        let isSitting = checkpoint != nil
        let affordable = isSitting ? steps : try affordableSteps(net, objective, source, steps)
        let trainer = try Trainer(
            net,
            objectives: [objective],
            settings: settings(affordable, peak),
            source: source,
            parameters: first,
            checkpoint: checkpoint,
            pool: pool
        )
        let end = isSitting ? minutes.map { ContinuousClock.now + .seconds($0 * 60) } : nil
        do {
            try trainer.run { progress in
                try report(progress)
                if let end, ContinuousClock.now >= end { throw SittingEnd() }
            }
        } catch is SittingEnd {
            // What was best so far is written; the checkpoint goes on from its last steps.
        }
        var model = PocketModel(
            classes: classes,
            parameters: trainer.state.result,
            threshold: 0.5,
            facts: facts
        )
        model.facts["steps"] = "\(trainer.state.step) of \(affordable)"
        if let right = trainer.state.records.last?.validationRight {
            model.facts["metrics.validation-right"] = "\(right)"
        }
        return Outcome(model: model, records: trainer.state.records)
    }

    private func settings(_ steps: Int, _ peak: Float) -> TrainingSettings {
        var settings = TrainingSettings(
            batch: Self.batch,
            steps: steps,
            optimiser: .adamW(decay: 0.02),
            schedule: Schedule(peak: peak, warmUpSteps: min(300, steps / 10)),
            seed: seed
        )
        settings.averageDecay = steps > 3_000 ? 0.998 : 0.98
        settings.gradientLengthMax = 5
        settings.validationInterval = max(25, min(400, steps / 10))
        settings.checkpointInterval = max(1, min(250, steps / 4))
        return settings
    }

    /// `steps`, or as many as fit in the minutes, by the time that a few take.
    private func affordableSteps(
        _ net: Net,
        _ objective: Objective,
        _ source: any BatchSource,
        _ steps: Int
    ) throws -> Int {
        guard let minutes else { return steps }
        var trial = TrainingSettings(
            batch: Self.batch,
            steps: 12,
            schedule: Schedule(peak: 1e-4, warmUpSteps: 0),
            seed: seed
        )
        trial.validationInterval = 1_000
        let trainer = try Trainer(
            net,
            objectives: [objective],
            settings: trial,
            source: source,
            pool: pool
        )
        let clock = ContinuousClock()
        var start: ContinuousClock.Instant?
        var last = clock.now
        try trainer.run { progress in
            guard progress.step < trial.steps else { return }
            last = clock.now
            if progress.step == 4 { start = last }
        }
        let taken = last - (start ?? last)
        let each = Double(taken.components.attoseconds) * 1e-18 + Double(taken.components.seconds)
        return max(20, min(steps, Int(minutes * 60 / max(each / 7, 1e-6) * 0.9)))
    }
}
