public import Panel

/// What a person said that the evidence of one blister shows: one line of `labels.jsonl`.
///
/// The panel takes it only from people whose role may label (`maintenance`, `qa`). Thread-safe as a
/// value.
public struct EvidenceLabel: Codable, Sendable, Equatable {
    /// `BATCH-CYCLE-LANE`, as in the reject log.
    public var blister: String
    /// What it shows.
    public var label: PanelLabel
    /// Who said so.
    public var person: String
    /// When, ISO 8601.
    public var time: String

    /// Makes a label.
    public init(blister: String, label: PanelLabel, person: String, time: String) {
        self.blister = blister
        self.label = label
        self.person = person
        self.time = time
    }
}
