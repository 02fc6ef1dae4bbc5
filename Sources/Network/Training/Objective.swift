public import Layers

/// What one output of a net is trained for.
public struct Objective: Sendable, Hashable {
    /// How far an output is from what it should be.
    public enum Loss: Sendable, Hashable {
        /// Of the softmax over channels, for each pixel with a label. `smoothing` of the target
        /// goes to all classes alike; `classWeights`, one a class or none, weigh pictures.
        case crossEntropy(smoothing: Float = 0, classWeights: [Float] = [])
        /// Cross-entropy times (1 - p)^gamma: Lin et al., <https://arxiv.org/abs/1708.02002>.
        case focal(gamma: Float, classWeights: [Float] = [])
        /// Connectionist temporal classification; symbol 0 is the blank: Graves et al., 2006.
        case ctc
        /// Supervised contrastive loss of vectors of length 1: Khosla et al.,
        /// <https://arxiv.org/abs/2004.11362>.
        case contrastive(temperature: Float)
        /// Half the mean squared distance.
        case meanSquares
    }

    /// Name of the output.
    public let output: String
    /// See ``Loss``.
    public let loss: Loss
    /// Its share of the whole.
    public let weight: Float

    /// Trains `output` by `loss`.
    public init(_ output: String, _ loss: Loss, weight: Float = 1) {
        self.output = output
        self.loss = loss
        self.weight = weight
    }
}

/// The loss of a batch, and how much of it was right.
public struct LossValue: Sendable, Equatable {
    /// The mean loss.
    public var loss: Double
    /// How many pictures or pixels were right: their class, their whole text, the nearest other.
    public var rightCount: Int
    /// Of how many.
    public var count: Int

    /// Makes a value.
    public init(loss: Double = 0, rightCount: Int = 0, count: Int = 0) {
        self.loss = loss
        self.rightCount = rightCount
        self.count = count
    }
}

extension Objective {
    /// The loss of `values`, an output of pictures of `shape`, and its gradient.
    ///
    /// - Parameters:
    ///   - values: [image][channel][row][column].
    ///   - shape: Of one picture.
    ///   - batch: What the net should have said; only its first `count` pictures count.
    ///   - gradient: As `values`; written whole, times ``weight``.
    /// - Returns: the loss, times ``weight``.
    public func evaluate(
        _ values: [Float],
        shape: PictureShape,
        batch: TrainingBatch,
        gradient: inout [Float]
    ) -> LossValue {
        for place in gradient.indices { gradient[place] = 0 }
        var result: LossValue
        switch loss {
        case .crossEntropy(let smoothing, let weights):
            let labels = batch.labels[output] ?? []
            let form = ClassLoss(smoothing: smoothing, gamma: 0, classWeights: weights)
            result = form.evaluate(values, shape, labels, batch.count, &gradient)
        case .focal(let gamma, let weights):
            let labels = batch.labels[output] ?? []
            let form = ClassLoss(smoothing: 0, gamma: gamma, classWeights: weights)
            result = form.evaluate(values, shape, labels, batch.count, &gradient)
        case .ctc:
            let texts = batch.texts[output] ?? []
            result = SequenceLoss.evaluate(values, shape, texts, batch.count, &gradient)
        case .contrastive(let temperature):
            let labels = batch.labels[output] ?? []
            let form = ContrastiveLoss(temperature: temperature)
            result = form.evaluate(values, shape, labels, batch.count, &gradient)
        case .meanSquares:
            let wanted = batch.values[output] ?? []
            result = Self.meanSquares(values, shape, wanted, batch.count, &gradient)
        }
        result.loss *= Double(weight)
        if weight != 1 {
            for place in gradient.indices { gradient[place] *= weight }
        }
        return result
    }

    private static func meanSquares(
        _ values: [Float],
        _ shape: PictureShape,
        _ wanted: [Float],
        _ images: Int,
        _ gradient: inout [Float]
    ) -> LossValue {
        let count = images * shape.count
        precondition(wanted.count >= count, "values are missing")
        var sum = 0.0
        for place in 0..<count {
            let far = values[place] - wanted[place]
            sum += Double(far) * Double(far)
            gradient[place] = far / Float(count)
        }
        return LossValue(loss: sum / 2 / Double(max(1, count)), rightCount: 0, count: 0)
    }
}
