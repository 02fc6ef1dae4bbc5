/// What a person may ask the station for.
public enum PanelAction: Sendable, Equatable {
    /// `expiry` yyyy-MM or yyyy-MM-dd; `isForced` takes one that is over or far ahead.
    case batchStart(product: String, lot: String, expiry: String?, isForced: Bool)
    case batchEnd
    case challengeStart
    case challengeEnd
    /// The alarm with this id.
    case acknowledge(alarm: String)
    /// What a person sees on the evidence of a blister; feeds training.
    case label(blister: String, PanelLabel)
    /// The model file of this name goes live if it passes.
    case modelInstall(name: String)
    /// The model of this name goes back to the one before.
    case modelRollback(name: String)
    /// The limits of the chart of this name are found anew.
    case trendBaseline(series: String, reason: String)

    /// What the role must have.
    var right: PanelRight {
        switch self {
        case .batchStart, .batchEnd, .challengeStart, .challengeEnd: .operate
        case .acknowledge: .acknowledge
        case .label: .label
        case .modelInstall, .modelRollback: .models
        case .trendBaseline: .limits
        }
    }
}

/// What a person says a picture shows: the classes of the pocket classifier.
public enum PanelLabel: String, Sendable, Codable, CaseIterable {
    case good, missing, broken, dented, foreign, double
}
