internal import Gradients
internal import Layers

/// What was measured at a step.
public struct TrainingRecord: Sendable, Equatable {
    /// Batches learnt from.
    public var step: Int
    /// Mean loss since the record before.
    public var loss: Double
    /// Loss of what is not learnt from.
    public var validationLoss: Double?
    /// Share of it that was right; nil where nothing can be right.
    public var validationRight: Double?

    /// Makes a record.
    public init(
        step: Int,
        loss: Double,
        validationLoss: Double? = nil,
        validationRight: Double? = nil
    ) {
        self.step = step
        self.loss = loss
        self.validationLoss = validationLoss
        self.validationRight = validationRight
    }
}

/// Everything that training goes on from.
public struct TrainingState: Sendable, Equatable {
    /// Batches learnt from.
    public internal(set) var step = 0
    /// Weights, in the order of the net's layout.
    public internal(set) var parameters: [Float]
    /// What the optimiser remembers.
    public internal(set) var optimiser: OptimiserState
    /// Running average of the weights; empty for none.
    public internal(set) var average: [Float]
    /// The weights that were judged best; empty before the first judgement.
    public internal(set) var best: [Float] = []
    /// Their loss.
    public internal(set) var bestLoss = Double.infinity
    /// Judgements since.
    public internal(set) var staleCount = 0
    /// Since the last record.
    var lossSum = 0.0
    var lossCount = 0
    /// What was measured, at every judgement.
    public internal(set) var records: [TrainingRecord] = []

    init(_ parameters: [Float], _ settings: TrainingSettings) {
        self.parameters = parameters
        optimiser = OptimiserState(settings.optimiser, count: parameters.count)
        average = settings.averageDecay == nil ? [] : parameters
    }

    /// The weights to judge now.
    var current: [Float] { average.isEmpty ? parameters : average }

    /// The weights to keep: the best, or the last where none were judged.
    public var result: [Float] { best.isEmpty ? current : best }

    /// Changes weights, running averages of BatchNorm and the average of weights by one step.
    mutating func update(
        _ gradients: [Float],
        scale: Float,
        _ settings: TrainingSettings,
        _ layout: ParameterLayout,
        _ frozen: Set<Int>
    ) {
        settings.optimiser.step(
            &parameters,
            gradients,
            &optimiser,
            rate: settings.schedule.rate(step: step, of: settings.steps),
            scale: scale,
            layout: layout,
            frozen: frozen
        )
        for entry in layout.entries where entry.role.isStatistic && !frozen.contains(entry.layer) {
            ParameterUpdates.blend(gradients, share: 0.1, entry.range, average: &parameters)
        }
        guard let decay = settings.averageDecay else { return }
        // At first the average follows closely: its beginning is chance.
        let young = Float(1 + step) / Float(10 + step)
        ParameterUpdates.blend(
            parameters,
            share: 1 - min(decay, young),
            0..<layout.count,
            average: &average
        )
    }
}
