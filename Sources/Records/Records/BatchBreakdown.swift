/// How the blisters of one batch spread over lanes, time and pockets, as the store has them.
public struct BatchBreakdown: Sendable, Equatable {
    /// Blisters of one lane.
    public struct Lane: Sendable, Equatable {
        /// From 0.
        public var lane: Int
        /// Passed.
        public var accepted: Int
        /// Rejected.
        public var rejected: Int
    }

    /// Blisters of one span of time; all spans are equally long.
    public struct Span: Sendable, Equatable {
        /// Seconds from the first blister to the span's begin.
        public var startSeconds: Int
        /// Passed.
        public var accepted: Int
        /// Rejected.
        public var rejected: Int
    }

    /// Rejected blisters in which one pocket was found bad.
    public struct Pocket: Sendable, Equatable {
        /// From 0.
        public var index: Int
        /// What it was classified as.
        public var classification: String
        /// Blisters.
        public var count: Int
    }

    /// Ascending.
    public var lanes: [Lane] = []
    /// Ascending; spans without a blister are left out.
    public var spans: [Span] = []
    /// Length of a span.
    public var spanSeconds = 60
    /// From the first blister to the last.
    public var durationSeconds = 0
    /// Ascending by pocket, then by classification.
    public var pockets: [Pocket] = []
    /// Full results of rejects that `pockets` was counted from.
    public var pocketResultCount = 0
    /// Verdicts that were overruled at the reject station.
    public var amended = 0
    /// Rejects with a picture.
    public var pictures = 0
    /// Last row captured to verdict, milliseconds, over all blisters; 0 without one.
    public var latencyMillisecondsMean = 0.0
    /// As ``latencyMillisecondsMean``, the longest.
    public var latencyMillisecondsMax = 0.0

    /// Makes a breakdown of nothing.
    public init() {}
}
