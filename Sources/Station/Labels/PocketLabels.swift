internal import Panel

/// What the label of a blister says of its pockets.
///
/// *good*: every pocket is good, whatever they were rejected for. A defect concerns pockets that were
/// rejected: those that were called the same, else all of them where they were called alike; of the
/// others nothing is said. Thread-safe as a value.
struct PocketLabels: Sendable, Equatable {
    /// What is known, by pocket.
    var labels: [Int: PanelLabel] = [:]
    /// Rejected pockets that the label does not speak of.
    var unsaid: [Int] = []
    /// Why nothing is known; nil where something is.
    var omission: LabelOmission?

    /// Places `label` by what inspection said of each pocket.
    ///
    /// - Parameters:
    ///   - label: of the blister.
    ///   - pockets: what was found in them.
    ///   - takesPassed: whether pockets that passed beside a defect whose place is known are good.
    init(_ label: PanelLabel, pockets: [ResultOutline.Pocket], takesPassed: Bool) {
        guard label != .good else {
            for pocket in pockets { labels[pocket.index] = .good }
            return
        }
        let rejected = pockets.filter { !$0.isGood }
        guard !rejected.isEmpty else {
            omission = .noPocket
            return
        }
        var meant = rejected.filter { Self.label(ofClass: $0.class) == label }
        if meant.isEmpty {
            guard Set(rejected.map(\.class)).count == 1 else {
                omission = .severalFaults
                return
            }
            meant = rejected
        }
        for pocket in meant { labels[pocket.index] = label }
        unsaid = rejected.map(\.index).filter { labels[$0] == nil }
        guard takesPassed else { return }
        for pocket in pockets where pocket.isGood { labels[pocket.index] = .good }
    }

    /// The label that says the same as a pocket's class in a result; nil where none does.
    static func label(ofClass name: String) -> PanelLabel? {
        switch name {
        case "undersize": .broken
        case "oversize": .double
        case "black_spot", "hair", "fragments", "powder": .foreign
        default: PanelLabel(rawValue: name)
        }
    }
}
