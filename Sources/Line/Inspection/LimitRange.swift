/// The limits of one check at one place, with what good samples typically read.
public struct LimitRange: Sendable, Equatable {
    /// Lowest passing value, or nil.
    public var lower: Double?
    /// Highest passing value, or nil.
    public var upper: Double?
    /// Median of the good samples.
    public var typical: Double

    /// Makes a range.
    public init(lower: Double?, upper: Double?, typical: Double) {
        self.lower = lower
        self.upper = upper
        self.typical = typical
    }

    /// How far `value` is from typical, in units of the distance to its limit: over 1 fails.
    public func strain(of value: Double) -> Double {
        guard value.isFinite else { return .infinity }
        if let upper, value > typical { return (value - typical) / max(1e-9, upper - typical) }
        if let lower, value < typical { return (typical - value) / max(1e-9, typical - lower) }
        return 0
    }
}

/// The limits of every check on one pocket, by ``PocketCheckName/order``; nil: check switched off.
public struct PocketLimits: Sendable, Equatable {
    /// One entry per case of ``PocketCheckName``.
    public var ranges: [LimitRange?]

    /// No check at all.
    public init() { ranges = Array(repeating: nil, count: PocketCheckName.allCases.count) }

    /// The limits of `name`.
    public subscript(name: PocketCheckName) -> LimitRange? {
        get { ranges[name.order] }
        set { ranges[name.order] = newValue }
    }
}

/// The limits of the blister-wide checks, by ``BlisterCheckName/order``; nil: check switched off.
public struct BlisterLimits: Sendable, Equatable {
    /// One entry per case of ``BlisterCheckName``.
    public var ranges: [LimitRange?]

    /// No check at all.
    public init() { ranges = Array(repeating: nil, count: BlisterCheckName.allCases.count) }

    /// The limits of `name`.
    public subscript(name: BlisterCheckName) -> LimitRange? {
        get { ranges[name.order] }
        set { ranges[name.order] = newValue }
    }
}
