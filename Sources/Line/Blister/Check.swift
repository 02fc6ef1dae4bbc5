/// The answer of one check on one place: every check has this shape.
public struct Check: Sendable, Equatable {
    /// Stable snake_case name, for example `area`.
    public var name: String
    /// Measured value in `unit`.
    public var value: Double
    /// Lowest passing value, or nil.
    public var lowerLimit: Double?
    /// Highest passing value, or nil.
    public var upperLimit: Double?
    /// For example `mm2`, `mm`, `dE`, `1`.
    public var unit: String
    /// What a failure of this check is called.
    public var reason: RejectReason
    /// Place in millimetres from the blister's first corner, when the check can say it.
    public var place: Point?

    /// Makes an answer.
    public init(
        name: String,
        value: Double,
        lowerLimit: Double?,
        upperLimit: Double?,
        unit: String,
        reason: RejectReason,
        place: Point? = nil
    ) {
        self.name = name
        self.value = value
        self.lowerLimit = lowerLimit
        self.upperLimit = upperLimit
        self.unit = unit
        self.reason = reason
        self.place = place
    }

    /// Whether the value lies inside its limits; a value that is not a number fails.
    public var passes: Bool {
        guard value.isFinite else { return false }
        if let lowerLimit, value < lowerLimit { return false }
        if let upperLimit, value > upperLimit { return false }
        return true
    }

    /// The limit that is nearer to being crossed, or was crossed.
    public var limit: Double? {
        guard let lowerLimit else { return upperLimit }
        guard let upperLimit else { return lowerLimit }
        return value - lowerLimit < upperLimit - value ? lowerLimit : upperLimit
    }

    /// Distance to ``limit`` in `unit`, negative when the check fails; nil without a limit.
    public var margin: Double? {
        guard let limit else { return nil }
        return limit == upperLimit ? limit - value : value - limit
    }
}

/// A place on the blister: x across the web, y along travel, millimetres from its first corner.
public struct Point: Sendable, Equatable {
    /// Across the web.
    public var x: Double
    /// Along travel.
    public var y: Double

    /// Makes a place.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}
