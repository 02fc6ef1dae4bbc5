/// What a library's watch tells the station, for log and faults.
public enum LibraryEvent: Sendable {
    /// A model is live from now on.
    case live(LiveModelChange)
    /// A dropped model was live already, and was removed.
    case alreadyLive(name: String)
    /// A dropped model does not pass; it may still be under way.
    case refused(Examination)
    /// A dropped model was moved aside to `place`.
    case rejected(Examination, place: String)
    /// The refused models were all taken away.
    case noneRejected
    /// A model that the ledger says is live cannot be used.
    case broken(ModelRole, reason: String)
    /// A change that another process made was refused, and undone.
    case withdrawn(ModelRole, reason: String)
    /// The library itself cannot be read or changed.
    case unusable(reason: String)
}
