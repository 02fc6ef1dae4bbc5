/// A rejected blister whose picture was kept.
public struct RejectPictureEntry: Sendable, Equatable {
    /// `BATCH-CYCLE-LANE`.
    public var blisterID: String
    /// ISO 8601.
    public var time: String
    /// Raw value of the gravest reason.
    public var reason: String
    /// Picture, relative to the evidence folder.
    public var evidence: String
}

/// What befell the store.
public struct StoreIncident: Sendable, Equatable {
    /// ISO 8601.
    public var time: String
    /// One word.
    public var kind: String
    /// What exactly.
    public var detail: String
}
