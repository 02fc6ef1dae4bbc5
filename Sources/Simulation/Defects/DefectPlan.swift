internal import Blister

/// Decides which blister gets which defect, without rendering anything.
struct DefectPlan: Sendable {
    let scenario: TwinScenario
    private let laneKinds: [RejectReason]
    private let webKinds: [RejectReason]

    init(scenario: TwinScenario) {
        self.scenario = scenario
        let kinds = scenario.defectKinds
        webKinds = kinds.filter { $0 == .splice || $0 == .step }
        laneKinds = kinds.filter { $0 != .splice && $0 != .step }
    }

    /// The defects of one blister; cycles outside the run are clean.
    func defects(cycle: Int, lane: Int) -> [SeededDefect] {
        guard (0..<scenario.cycles).contains(cycle) else { return [] }
        let scheduled = scenario.faults.compactMap { $0.defect(cycle: cycle, lane: lane) }
        let across = acrossWeb(cycle: cycle)
        guard scheduled.isEmpty, across.isEmpty, !laneKinds.isEmpty else {
            return scheduled + across
        }
        var draw = Draw(seed: scenario.seed, .defect, cycle, lane)
        guard draw.unit() < scenario.defectRate * share(of: laneKinds) else { return [] }
        return [seeded(laneKinds[draw.index(below: laneKinds.count)], &draw)]
    }

    private func acrossWeb(cycle: Int) -> [SeededDefect] {
        guard !webKinds.isEmpty else { return [] }
        var draw = Draw(seed: scenario.seed, .defect, cycle, -1)
        guard draw.unit() < scenario.defectRate * share(of: webKinds) else { return [] }
        return [seeded(webKinds[draw.index(below: webKinds.count)], &draw)]
    }

    private func share(of kinds: [RejectReason]) -> Double {
        Double(kinds.count) / Double(scenario.defectKinds.count)
    }

    private func seeded(_ reason: RejectReason, _ draw: inout Draw) -> SeededDefect {
        let layout = scenario.layout
        var severity = draw.between(scenario.severityMin, 1)
        var form = SeededDefect.Form.plain
        var pocket: Int? = draw.index(below: layout.pockets.count)
        var place = Point(
            x: draw.between(0.1, 0.9) * layout.width,
            y: draw.between(0.1, 0.9) * layout.length
        )
        switch reason {
        case .broken:
            form = [.half, .half, .chip, .chip, .crack][draw.index(below: 5)]
            if form == .half { severity = draw.between(0.35, 0.65) }
            if form == .chip { severity = draw.between(0.125, 0.35) }
        case .dented:
            form = draw.unit() < 0.5 ? .dent : .crushedPocket
        case .foreign:
            if draw.unit() < 0.35 { pocket = nil }
        case .hair, .dirtyFoil, .wrinkledFoil, .splice, .step:
            pocket = nil
        case .print:
            pocket = nil
            form = SeededDefect.Form.ofPrint[draw.index(below: SeededDefect.Form.ofPrint.count)]
        default:
            break
        }
        if let pocket { place = layout.pockets[pocket].centre }
        if reason == .print, let print = layout.print {
            place = Point(x: print.x + print.width / 2, y: print.y + print.height / 2)
        }
        if pocket == nil, reason == .foreign || reason == .dirtyFoil {
            place = flangePlace(&draw)
        }
        return SeededDefect(
            reason: reason,
            form: form,
            pocket: pocket,
            severity: severity,
            place: place
        )
    }

    /// A place between the pockets and away from the print.
    private func flangePlace(_ draw: inout Draw) -> Point {
        let layout = scenario.layout
        var best = Point(x: layout.width / 2, y: layout.length / 2)
        var bestDistance = -Double.infinity
        for _ in 0..<60 {
            let place = Point(
                x: draw.between(0.05, 0.95) * layout.width,
                y: draw.between(0.05, 0.95) * layout.length
            )
            if let print = layout.print, place.y > print.y - 1.5,
                place.y < print.y + print.height + 1
            {
                continue
            }
            let distance = layout.pockets.map { $0.signedDistance(to: place) }.min() ?? 10
            if distance > bestDistance {
                bestDistance = distance
                best = place
            }
            if distance > 1.6 { return place }
        }
        return best
    }
}
