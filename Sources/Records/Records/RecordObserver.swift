public import Blister

/// One blister as it went to the records, for whoever draws conclusions from many of them.
public struct FiledResult: Sendable {
    /// Batch number.
    public let batch: Int
    /// `BATCH-CYCLE-LANE`.
    public let blisterID: String
    /// When the verdict was filed.
    public let decided: Timestamp
    /// What was found; without pockets and checks where the queue was too full to keep them.
    public let result: InspectionResult
    /// Marked picture, relative to the records folder; nil for accepts and where none was kept.
    public let evidence: String?
    /// Picture of the score maps, relative to the records folder; nil where there is none.
    public let map: String?
    /// The result with the contract's keys, without line end; nil where it was not kept.
    public let resultLine: String?
    /// Whether it belongs to a challenge test, or came while one was due: it is no product.
    public let isSetApart: Bool
    /// Names of recipe and model in force.
    public let context: InspectionContext
}

/// Is told of every blister that went to the records: trends, panel, fleet.
///
/// Called on the records thread, in the order of filing, before the row is stored. An observer
/// must be done within some ten microseconds and never wait: it hands on what takes longer.
public protocol RecordObserver: Sendable {
    /// Takes one blister.
    func take(_ filed: FiledResult)

    /// Learns that the verdict of `blisterID` was overruled at the reject station.
    ///
    /// - Parameters:
    ///   - blisterID: name of the blister.
    ///   - reason: the one that was added.
    ///   - wasAccepted: whether it counted as accepted before.
    ///   - isSetApart: whether it was set apart for a challenge.
    func amend(_ blisterID: String, reason: RejectReason, wasAccepted: Bool, isSetApart: Bool)
}

extension RecordObserver {
    /// Does nothing: what draws no conclusion from single verdicts need not know.
    public func amend(
        _ blisterID: String,
        reason: RejectReason,
        wasAccepted: Bool,
        isSetApart: Bool
    ) {}
}
