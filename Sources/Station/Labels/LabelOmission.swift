/// Why a label, or what it could say of a pocket, is not learnt from.
///
/// Thread-safe as a value.
public enum LabelOmission: String, Sendable, CaseIterable {
    case noBlister = "no_blister"
    case notKept = "not_kept"
    case gone
    case altered
    case earlierStore = "earlier_store"
    case otherModel = "other_model"
    case notAligned = "not_aligned"
    case noPocket = "no_pocket"
    case severalFaults = "several_faults"
    case otherFault = "other_fault"
    case acceptance

    /// What is the matter, in words.
    public var reason: String {
        switch self {
        case .noBlister: "the store has no such blister"
        case .notKept: "no cut of it was kept"
        case .gone: "its cut is gone"
        case .altered: "its cut was altered or cannot be read"
        case .earlierStore:
            "labelled before it was judged, as another blister of that name"
        case .otherModel: "judged by another product model than that of the recipe"
        case .notAligned: "its pockets cannot be found"
        case .noPocket: "no pocket was rejected, so none is known to show what the label says"
        case .severalFaults: "pockets were rejected for several reasons, none of them the label's"
        case .otherFault: "rejected for another reason than the label says"
        case .acceptance: "in an acceptance set, or nearly so"
        }
    }

    /// What to do about it.
    public var cure: String {
        switch self {
        case .noBlister, .earlierStore: "nothing: labels of an earlier store stay in the file"
        case .notKept: "see cuts_lost in the batch report"
        case .gone: "raise evidence_mb, or export before the oldest evidence goes"
        case .altered: "restore the file"
        case .otherModel: "give the recipe of that time with --recipe, beside the present one"
        case .notAligned, .noPocket, .severalFaults, .otherFault:
            "nothing: what no pocket can be named for is not learnt from"
        case .acceptance: "nothing: what judges models is not learnt from"
        }
    }
}
