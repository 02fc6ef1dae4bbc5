internal import Statistics

/// Shares of false rejects at which something must be done.
///
/// The band is that of the lower confidence bound, so that a few blisters do not alarm. The machine
/// only names what is due; people do it.
public struct RejectBands: Sendable, Equatable, Codable {
    /// What is due.
    public enum Action: String, Sendable, Codable, CaseIterable {
        /// Keep the record.
        case log
        /// Find new limits, with a name and a reason.
        case rebaseline
        /// Stop and find the cause.
        case halt
        /// Stop, calibrate, and challenge again.
        case recalibrate
    }

    /// What a count says.
    public struct Judgement: Sendable, Equatable, Codable {
        /// What is due.
        public let action: Action
        /// Share of false rejects, 0...1.
        public let share: Double
        /// Its lower bound, which decides.
        public let lower: Double
        /// Its upper bound.
        public let upper: Double
    }

    /// Share from which to re-baseline.
    public let rebaselineShare: Double
    /// Share from which to halt.
    public let haltShare: Double
    /// Share from which to recalibrate.
    public let recalibrateShare: Double
    /// One-sided confidence of the bounds.
    public let confidence: Double

    enum CodingKeys: String, CodingKey {
        case confidence
        case rebaselineShare = "rebaseline_share"
        case haltShare = "halt_share"
        case recalibrateShare = "recalibrate_share"
    }

    /// Makes bands: under 0.5 % log, to 2 % re-baseline, to 5 % halt, above recalibrate.
    ///
    /// - Parameters:
    ///   - rebaselineShare: Above 0.
    ///   - haltShare: Above `rebaselineShare`.
    ///   - recalibrateShare: Above `haltShare`, below 1.
    ///   - confidence: One-sided, above 0.5 and below 1.
    /// - Throws: `ProcessControlError.bands` or `.confidence`.
    public init(
        rebaselineShare: Double = 0.005,
        haltShare: Double = 0.02,
        recalibrateShare: Double = 0.05,
        confidence: Double = 0.95
    ) throws(ProcessControlError) {
        guard rebaselineShare > 0, haltShare > rebaselineShare, recalibrateShare > haltShare,
            recalibrateShare < 1
        else { throw .bands([rebaselineShare, haltShare, recalibrateShare]) }
        guard confidence > 0.5, confidence < 1 else { throw .confidence(confidence) }
        self.rebaselineShare = rebaselineShare
        self.haltShare = haltShare
        self.recalibrateShare = recalibrateShare
        self.confidence = confidence
    }

    /// From a file, with the checks of `init`.
    ///
    /// - Parameter decoder: Holds all four numbers.
    /// - Throws: What the decoder throws, or `ProcessControlError`.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            rebaselineShare: keys.decode(Double.self, forKey: .rebaselineShare),
            haltShare: keys.decode(Double.self, forKey: .haltShare),
            recalibrateShare: keys.decode(Double.self, forKey: .recalibrateShare),
            confidence: keys.decode(Double.self, forKey: .confidence)
        )
    }

    /// What `falseRejects` of `total` good blisters ask for; Clopper–Pearson bounds.
    ///
    /// - Parameters:
    ///   - falseRejects: 0...total.
    ///   - total: At least 0; without blisters there is nothing to do.
    /// - Returns: The action and the numbers it rests on.
    public func judgement(falseRejects: Int, of total: Int) -> Judgement {
        guard total > 0 else { return Judgement(action: .log, share: 0, lower: 0, upper: 1) }
        // Both bounds at the one-sided confidence.
        let interval = BinomialInterval.clopperPearson(
            count: falseRejects,
            total: total,
            confidence: 2 * confidence - 1
        )
        let action: Action =
            switch interval.lower {
            case recalibrateShare...: .recalibrate
            case haltShare...: .halt
            case rebaselineShare...: .rebaseline
            default: .log
            }
        return Judgement(
            action: action,
            share: Double(falseRejects) / Double(total),
            lower: interval.lower,
            upper: interval.upper
        )
    }
}
