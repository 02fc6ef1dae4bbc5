/// How a net is trained; with net, objectives and data it settles every bit of the result.
public struct TrainingSettings: Sendable, Hashable {
    /// Pictures of a batch.
    public var batch: Int
    /// Batches to learn from, unless it stops early.
    public var steps: Int
    /// How weights follow from gradients.
    public var optimiser: Optimiser
    /// Learning rates.
    public var schedule: Schedule
    /// What first weights and every random choice follow from.
    public var seed: UInt64
    /// Share of the old in the running average of weights; nil for none.
    public var averageDecay: Float? = 0.999
    /// Gradients longer than it are shortened to it; nil for never.
    public var gradientLengthMax: Float?
    /// Names of layers that stay as they are.
    public var frozen: Set<String> = []
    /// Steps between judgements by what is not learnt from.
    public var validationInterval = 100
    /// Judgements without a better one after which it stops; nil for never.
    public var patience: Int?
    /// Steps between checkpoints.
    public var checkpointInterval = 100

    /// Makes settings; the others have their usual values.
    public init(
        batch: Int,
        steps: Int,
        optimiser: Optimiser = .adamW(),
        schedule: Schedule,
        seed: UInt64
    ) {
        precondition(batch > 0 && steps > 0)
        self.batch = batch
        self.steps = steps
        self.optimiser = optimiser
        self.schedule = schedule
        self.seed = seed
    }
}

/// Why training cannot begin or go on.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The checkpoint at the path is of another net, other settings, or damaged.
    case checkpoint(path: String, Flaw)
    /// The loss is not a number any more.
    case diverged(step: Int)
    /// Weights that do not belong to the net.
    case weights(expected: Int, actual: Int)
    /// Pictures of a size that the net does not take.
    case pictureSize(height: Int, width: Int)
    /// The system refused something.
    case system(String)

    /// What is wrong with a checkpoint.
    public enum Flaw: String, Sendable, Equatable {
        case damaged
        case otherTraining
    }

    /// One line, with a cure.
    public var description: String {
        switch self {
        case .checkpoint(let path, .damaged): "\(path): damaged; remove it to begin again"
        case .checkpoint(let path, .otherTraining):
            "\(path): of another net or other settings; remove it to begin again"
        case .diverged(let step):
            "the loss is no number at step \(step); take a lower learning rate"
        case .weights(let expected, let actual): "\(actual) weights given, \(expected) wanted"
        case .pictureSize(let height, let width):
            "pictures of \(height) rows and \(width) columns do not fit the net"
        case .system(let text): text
        }
    }
}
