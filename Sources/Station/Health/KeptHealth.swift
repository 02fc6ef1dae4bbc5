internal import ProcessControl

/// What camera health keeps over a restart.
struct KeptHealth: Sendable, Equatable {
    /// The limits in force.
    var baselines: [TrendKey: ProcessBaseline] = [:]
    /// Deviations that a person accepted, of every column of a cut, by lane.
    var columns: [Int: [Float]] = [:]
}
