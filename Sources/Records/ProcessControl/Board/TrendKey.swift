/// Names one series of a board.
public struct TrendKey: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Name of the feature, such as `area` or `focus`.
    public let feature: String
    /// Pocket, from 0; nil for a feature of the whole blister or the camera.
    public let pocket: Int?
    /// Lane, from 0.
    public let lane: Int

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - feature: Name of the feature.
    ///   - pocket: From 0; nil for the whole blister.
    ///   - lane: From 0.
    public init(feature: String, pocket: Int? = nil, lane: Int = 0) {
        self.feature = feature
        self.pocket = pocket
        self.lane = lane
    }

    /// For people.
    public var description: String {
        pocket.map { "\(feature), pocket \($0), lane \(lane)" } ?? "\(feature), lane \(lane)"
    }
}
