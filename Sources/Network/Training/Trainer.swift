public import Engine
internal import Foundation
internal import Gradients
public import Layers

/// Trains a net.
///
/// The same net, objectives, settings and data give the same weights, bit for bit, for any number
/// of threads and whether it was interrupted or not; processor levels differ. One caller at a
/// time.
public final class Trainer {
    /// How it stands.
    public struct Progress: Sendable, Equatable {
        /// Batches learnt from.
        public let step: Int
        /// Of how many, unless it stops early.
        public let steps: Int
        /// Loss of the last batch.
        public let loss: Double
        /// The last record, once there is one.
        public let record: TrainingRecord?

        /// Makes a standing.
        public init(step: Int, steps: Int, loss: Double, record: TrainingRecord?) {
            self.step = step
            self.steps = steps
            self.loss = loss
            self.record = record
        }
    }

    /// What it trains.
    public let net: Net
    /// How it stands; of use after ``run(report:)`` and before.
    public private(set) var state: TrainingState

    private let objectives: [(objective: Objective, output: Int)]
    private let settings: TrainingSettings
    private let source: any BatchSource
    private let pool: ThreadPool
    private let checkpoint: Checkpoint?
    private let layout: ParameterLayout
    private let frozen: Set<Int>
    private var stages: [PictureShape: Stage] = [:]
    private var gradients: [Float]

    /// Gets ready, from the checkpoint where there is one.
    ///
    /// - Parameters:
    ///   - net: What to train; traps where an objective names none of its outputs.
    ///   - objectives: What its outputs are trained for.
    ///   - settings: How.
    ///   - source: Where batches come from.
    ///   - parameters: Weights to begin with, in place of random ones.
    ///   - checkpoint: Path of a file to go on from and to keep.
    ///   - pool: Threads that share the work.
    /// - Throws: where the weights or the checkpoint do not belong to the net.
    public init(
        _ net: Net,
        objectives: [Objective],
        settings: TrainingSettings,
        source: any BatchSource,
        parameters: [Float]? = nil,
        checkpoint: String? = nil,
        pool: ThreadPool
    ) throws(TrainingError) {
        self.net = net
        self.settings = settings
        self.source = source
        self.pool = pool
        self.objectives = objectives.map { objective in
            guard let index = net.outputs.firstIndex(where: { $0.name == objective.output }) else {
                preconditionFailure("no output is called \(objective.output)")
            }
            return (objective, index)
        }
        layout = net.layout
        let first = parameters ?? net.initialParameters(seed: settings.seed)
        guard first.count == layout.count else {
            throw .weights(expected: layout.count, actual: first.count)
        }
        frozen = Set(net.layers.indices.filter { settings.frozen.contains(net.layers[$0].name) })
        gradients = [Float](repeating: 0, count: layout.count)
        state = TrainingState(first, settings)
        self.checkpoint = checkpoint.map {
            Checkpoint(path: $0, net: net, objectives: objectives, settings: settings)
        }
        if let path = checkpoint, let bytes = FileManager.default.contents(atPath: path) {
            try self.checkpoint?.read([UInt8](bytes), to: &state)
        }
    }

    /// Whether all steps are done, or it stopped early.
    public var isFinished: Bool {
        state.step >= settings.steps || settings.patience.map { state.staleCount >= $0 } ?? false
    }

    /// How the weights came about, for the `metadata_props` of their file.
    public var metadata: [String: String] {
        var result = [
            "blisterd.training.batch": "\(settings.batch)",
            "blisterd.training.objectives": objectives.map { "\($0.objective.output)" }
                .joined(separator: ","),
            "blisterd.training.seed": "\(settings.seed)",
            "blisterd.training.steps": "\(state.step)",
        ]
        let judged = state.records.last { $0.validationLoss == state.bestLoss }
        if let judged {
            result["blisterd.training.best_step"] = "\(judged.step)"
            result["blisterd.training.validation_loss"] = "\(state.bestLoss)"
            if let right = judged.validationRight {
                result["blisterd.training.validation_right"] = "\(right)"
            }
        }
        return result
    }

    /// Learns from batch after batch; `report` is called after each and may throw to stop.
    ///
    /// - Returns: the weights that were judged best, or the last where nothing is judged.
    @discardableResult
    public func run(report: (Progress) throws -> Void = { _ in }) throws -> [Float] {
        if isFinished { return state.result }
        let preparer = try BatchPreparer(source, seed: settings.seed, size: settings.batch)
        preparer.prepare(step: state.step)
        while !isFinished {
            let batch = try preparer.take()
            if state.step + 1 < settings.steps { preparer.prepare(step: state.step + 1) }
            let loss = try learn(batch)
            let isLast = state.step == settings.steps
            if isLast || state.step.isMultiple(of: settings.validationInterval) { try judge() }
            if state.step.isMultiple(of: settings.checkpointInterval) || isFinished {
                try checkpoint?.write(state)
            }
            try report(
                Progress(
                    step: state.step,
                    steps: settings.steps,
                    loss: loss,
                    record: state.records.last
                )
            )
        }
        return state.result
    }

    /// What pictures of one size need.
    private final class Stage {
        let runner: NetRunner
        /// By objective: its output, and the gradient of that.
        var outputs: [[Float]]
        var slopes: [[Float]]

        init(_ runner: NetRunner, outputs: [[Float]]) {
            self.runner = runner
            self.outputs = outputs
            slopes = outputs
        }
    }

    private func stage(_ batch: TrainingBatch) throws(TrainingError) -> Stage {
        let shape = PictureShape(
            channels: net.inputShape.channels,
            height: batch.height,
            width: batch.width
        )
        if let stage = stages[shape] { return stage }
        guard net.shapes(height: batch.height, width: batch.width) != nil else {
            throw .pictureSize(height: batch.height, width: batch.width)
        }
        let runner = NetRunner(
            net,
            batch: settings.batch,
            size: (batch.height, batch.width),
            frozen: settings.frozen,
            trained: Set(objectives.map(\.objective.output)),
            pool: pool
        )
        let outputs = objectives.map { _, output in
            let count = settings.batch * runner.shapes[net.outputs[output].value].count
            return [Float](repeating: 0, count: count)
        }
        let stage = Stage(runner, outputs: outputs)
        stages[shape] = stage
        return stage
    }

    /// One step; the loss.
    private func learn(_ batch: TrainingBatch) throws(TrainingError) -> Double {
        let stage = try stage(batch)
        stage.runner.load(state.parameters)
        var random = SplitMix(seed: settings.seed, number: UInt64(state.step))
        stage.runner.forward(batch.inputs, isTraining: true, key: random.next())
        let loss = evaluate(stage, batch, isLearning: true).loss
        guard loss.isFinite else { throw .diverged(step: state.step) }
        stage.runner.backward()
        stage.runner.copyGradients(to: &gradients)
        update()
        state.lossSum += loss
        state.lossCount += 1
        state.step += 1
        return loss
    }

    private func evaluate(
        _ stage: Stage,
        _ batch: TrainingBatch,
        isLearning: Bool
    ) -> LossValue {
        var sum = LossValue()
        for (index, (objective, output)) in objectives.enumerated() {
            stage.runner.copyOutput(output, to: &stage.outputs[index])
            let value = objective.evaluate(
                stage.outputs[index],
                shape: stage.runner.shapes[net.outputs[output].value],
                batch: batch,
                gradient: &stage.slopes[index]
            )
            if isLearning { stage.runner.setOutputGradient(output, stage.slopes[index]) }
            sum.loss += value.loss
            sum.rightCount += value.rightCount
            sum.count += value.count
        }
        return sum
    }

    private func update() {
        var scale: Float = 1
        if let longest = settings.gradientLengthMax {
            var squares = 0.0
            for entry in layout.entries
            where !entry.role.isStatistic && !frozen.contains(entry.layer) {
                for place in entry.range { squares += Double(gradients[place] * gradients[place]) }
            }
            let length = squares.squareRoot()
            if length > Double(longest) { scale = longest / Float(length) }
        }
        state.update(gradients, scale: scale, settings, layout, frozen)
    }

    /// Judges the weights by what is not learnt from, and takes a record.
    private func judge() throws {
        var record = TrainingRecord(
            step: state.step,
            loss: state.lossSum / Double(max(1, state.lossCount))
        )
        (state.lossSum, state.lossCount) = (0, 0)
        var losses = 0.0
        var pictures = 0
        var right = 0
        var judged = 0
        var loaded: Set<PictureShape> = []
        var index = 0
        let weights = state.current
        while let batch = try source.validation(index, size: settings.batch) {
            let stage = try stage(batch)
            let runner = stage.runner
            if loaded.insert(runner.shapes[0]).inserted { runner.load(weights) }
            runner.forward(batch.inputs, isTraining: false)
            let value = evaluate(stage, batch, isLearning: false)
            losses += value.loss * Double(batch.count)
            pictures += batch.count
            right += value.rightCount
            judged += value.count
            index += 1
        }
        if pictures > 0 {
            let loss = losses / Double(pictures)
            record.validationLoss = loss
            record.validationRight = judged > 0 ? Double(right) / Double(judged) : nil
            if loss < state.bestLoss {
                (state.bestLoss, state.staleCount, state.best) = (loss, 0, weights)
            } else {
                state.staleCount += 1
            }
        }
        state.records.append(record)
    }
}
