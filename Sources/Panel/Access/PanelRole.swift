/// Who a user is at the line.
public enum PanelRole: String, Sendable, Codable, CaseIterable {
    /// Looks, for example a display at the line.
    case viewer
    /// Runs batches and challenge tests.
    case `operator`
    /// Labels evidence and changes models as well.
    case maintenance
    /// Labels, and reads the audit trail; runs nothing.
    case qa

    /// What the role may do.
    var rights: Set<PanelRight> {
        switch self {
        case .viewer: [.look]
        case .operator: [.look, .acknowledge, .operate]
        case .maintenance: [.look, .acknowledge, .operate, .label, .models, .audit]
        case .qa: [.look, .acknowledge, .label, .audit]
        }
    }
}

/// What a route asks of a role.
enum PanelRight: String, Codable, Sendable {
    case look, acknowledge, operate, label, models, audit
}
