public import Signatures

/// What a station asks of a model besides being whole: all that ``Examination`` holds it to.
public struct ModelDemands: Sendable {
    /// Half of the 50 ms that a blister has at 1,200 a minute.
    public static let latencyMillisecondsMaxAtRatedSpeed = 25.0

    /// The recipe's product; nil where no recipe is known.
    public var product: String?
    /// The recipe's channels, 1 or 3.
    public var channels: Int?
    /// Pockets of a blister: pictures that the model looks at together.
    public var pictureCount: Int
    /// Longest time on one processor for that many pictures, 99.9 of 100 times.
    public var latencyMillisecondsMax: Double
    /// Whose signatures count.
    public var keys: [VerifyingKey]
    /// Whether a model without a signature is refused.
    public var requiresSignature: Bool
    /// Folder of the sealed acceptance set; nil for none.
    public var acceptanceFolder: String?

    /// Makes demands; nothing but a sound and fast model where all is left out.
    public init(
        product: String? = nil,
        channels: Int? = nil,
        pictureCount: Int = 10,
        latencyMillisecondsMax: Double = latencyMillisecondsMaxAtRatedSpeed,
        keys: [VerifyingKey] = [],
        requiresSignature: Bool = false,
        acceptanceFolder: String? = nil
    ) {
        precondition(pictureCount > 0 && latencyMillisecondsMax > 0)
        self.product = product
        self.channels = channels
        self.pictureCount = pictureCount
        self.latencyMillisecondsMax = latencyMillisecondsMax
        self.keys = keys
        self.requiresSignature = requiresSignature
        self.acceptanceFolder = acceptanceFolder
    }
}
