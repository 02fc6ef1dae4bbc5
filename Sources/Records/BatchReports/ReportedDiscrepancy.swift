/// Something of a batch that does not add up, or was lost.
public enum ReportedDiscrepancy: Sendable, Equatable {
    /// Announced blisters without a verdict.
    case withoutVerdict(Int, of: Int, isOpen: Bool)
    /// Verdicts on blisters that capture never announced.
    case unannounced(Int)
    /// Accepted blisters in the account and in the store.
    case accepted(counted: Int, stored: Int)
    /// Rejected blisters in the account and in the store.
    case rejected(counted: Int, stored: Int)
    /// Blister rows that could not be stored.
    case rowsLost(Int)
    /// Full results that could not be stored.
    case detailsLost(Int)
    /// Evidence pictures that were not kept.
    case picturesLost(Int)
    /// Cuts that cannot be judged again.
    case cutsLost(Int)
    /// Rejected blisters that the chute's sensor did not see.
    case unconfirmed(Int)
    /// Blisters of challenges in the account and in the store.
    case challengeBlisters(counted: Int, stored: Int)
    /// Blisters of challenges without a verdict.
    case challengeWithoutVerdict(Int)
    /// Lines missing in the reject log.
    case linesLost(Int)
    /// The daemon did not end the batch.
    case interrupted
    /// Stated elsewhere, in the language it was stated in.
    case stated(String)
}
