public import Blister
public import Imaging

/// What a worker hands over once a blister has its verdict.
public struct BlisterRecord: Sendable {
    /// What was found.
    public var result: InspectionResult
    /// What was looked at, kept only for rejects; nil when nothing was seen.
    public var picture: Image?
    /// Scale of `picture`; 0 when it is not registered, so that no pocket can be marked.
    public var pixelsPerMillimetre: Double
    /// What inspection looked at, to be kept without loss; nil when it saw nothing.
    public var inspected: InspectedCut?

    /// Makes a record.
    public init(
        result: InspectionResult,
        picture: Image?,
        pixelsPerMillimetre: Double,
        inspected: InspectedCut? = nil
    ) {
        self.result = result
        self.picture = picture
        self.pixelsPerMillimetre = pixelsPerMillimetre
        self.inspected = inspected
    }
}

/// What the product looks like and what judges it; changes with the recipe.
public struct InspectionContext: Sendable, Equatable {
    /// Name or digest of the recipe.
    public var recipe: String
    /// Name or digest of the model; empty when none judges.
    public var model: String
    /// Where the pockets are; nil leaves pictures unmarked.
    public var layout: Layout?
    /// Digests that are kept beside every cut; nil keeps no cuts.
    public var provenance: Provenance?
    /// Whether every batch begins with a challenge test: until it is passed, blisters are set apart.
    public var demandsChallenge: Bool

    /// Makes a context.
    public init(
        recipe: String,
        model: String,
        layout: Layout?,
        provenance: Provenance? = nil,
        demandsChallenge: Bool = false
    ) {
        self.recipe = recipe
        self.model = model
        self.layout = layout
        self.provenance = provenance
        self.demandsChallenge = demandsChallenge
    }
}

/// One blister on its way to disk.
struct FiledBlister: Sendable {
    var batch: Int
    var identity: BlisterIdentity
    var decided: Timestamp
    var verdict: Verdict
    /// nil in production, 0 while a challenge is due, else the number of the challenge.
    var challenge: Int?
    /// nil when the queue was too full to keep it.
    var record: BlisterRecord?
    var context: InspectionContext

    var blisterID: String { BlisterID.text(batch: batch, identity: identity) }
}

/// A verdict that was overruled after it had been filed.
struct FiledAmendment: Sendable {
    var batch: Int
    var identity: BlisterIdentity
    var decided: Timestamp
    /// Whether the blister counted as accepted before.
    var wasAccepted: Bool
    var reason: RejectReason
    /// Whether it was set apart for a challenge.
    var isSetApart = false

    var blisterID: String { BlisterID.text(batch: batch, identity: identity) }
}

/// Names a blister across batches: `BATCH-CYCLE-LANE`.
public enum BlisterID {
    /// The name of one blister.
    public static func text(batch: Int, identity: BlisterIdentity) -> String {
        "\(batch)-\(identity.cycle)-\(identity.lane)"
    }

    /// Reads a name; nil when it is none.
    public static func parse(_ text: String) -> (batch: Int, identity: BlisterIdentity)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let batch = parts[0], let cycle = parts[1], let lane = parts[2],
            batch >= 0, cycle >= 0, lane >= 0
        else { return nil }
        return (batch, BlisterIdentity(cycle: cycle, lane: lane))
    }
}
