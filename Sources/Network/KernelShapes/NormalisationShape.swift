/// Elements that are brought to one mean and spread, and what they are multiplied by then.
public struct NormalisationShape: Sendable, Hashable {
    /// What has a scale and a shift of its own.
    public enum Parameters: Sendable, Hashable {
        /// Every element of a row; the same for all rows.
        case perElement
        /// Every channel of an image of `groups` rows.
        case perChannel(groups: Int)
    }

    /// Rows, each with its own mean and spread.
    public var rows: Int
    /// Channels that lie in a row one after the other; 1 where parameters are per element.
    public var channels: Int
    /// Elements of a channel.
    public var places: Int
    /// What has a scale and a shift of its own.
    public var parameters: Parameters
    /// Added to the variance.
    public var epsilon: Double

    /// Names the extents.
    public init(
        rows: Int,
        channels: Int,
        places: Int,
        parameters: Parameters,
        epsilon: Double
    ) {
        self.rows = rows
        self.channels = channels
        self.places = places
        self.parameters = parameters
        self.epsilon = epsilon
    }

    /// Elements of a row.
    public var count: Int { channels * places }
    /// How many scales and shifts there are.
    public var parameterCount: Int {
        switch parameters {
        case .perElement: count
        case .perChannel(let groups): groups * channels
        }
    }
}
