/// Who a user is at the line.
public enum PanelRole: String, Sendable, Codable, CaseIterable {
    /// Looks, for example a display at the line.
    case viewer
    /// Runs batches and challenge tests.
    case `operator`
    /// Labels evidence, changes models and has limits of charts found anew as well.
    case maintenance
    /// Labels, has limits of charts found anew, and reads the audit trail; runs nothing.
    case qa

    /// What the role may do.
    var rights: Set<PanelRight> {
        switch self {
        case .viewer: [.look]
        case .operator: [.look, .acknowledge, .operate]
        case .maintenance: [.look, .acknowledge, .operate, .label, .models, .limits, .audit]
        case .qa: [.look, .acknowledge, .label, .limits, .audit]
        }
    }
}

/// What a route asks of a role.
enum PanelRight: String, Codable, Sendable {
    case look, acknowledge, operate, label, models, limits, audit
}
