/// Which batch a report is about.
public struct ReportedBatch: Sendable, Equatable {
    /// How far a batch is.
    public enum State: String, Sendable, CaseIterable {
        case open
        case ended
        case interrupted
    }

    /// Batch number.
    public var number: Int
    /// How far it is.
    public var state: State
    /// Whether the daemon started it because nobody had.
    public var isAutomatic: Bool
    /// Product name.
    public var product: String
    /// Lot number.
    public var lot: String
    /// Expiry as printed.
    public var expiry: String
    /// ISO 8601.
    public var startedAt: String
    /// Who started it.
    public var startedBy: String
    /// ISO 8601; nil while open.
    public var endedAt: String?
    /// nil while open and when nobody ended it.
    public var endedBy: String?
    /// Recipe it was begun with.
    public var recipe: String
    /// Model it was begun with; empty where none judged.
    public var model: String

    /// Makes an open batch.
    public init(
        number: Int,
        product: String,
        lot: String,
        expiry: String,
        startedAt: String,
        startedBy: String
    ) {
        self.number = number
        state = .open
        isAutomatic = false
        self.product = product
        self.lot = lot
        self.expiry = expiry
        self.startedAt = startedAt
        self.startedBy = startedBy
        recipe = ""
        model = ""
    }
}
