internal import Blister
internal import Foundation
internal import Inspection

/// What `teach` tells a person: what was used, how well it separates, typical values and limits.
struct TeachingSummary {
    /// Share of places judged right below which single places do not tell product from background.
    static let separabilityMin = 0.93

    let learnt: ProductLearner.Outcome
    let given: Int
    let aligned: Int
    let identities: [BlisterIdentity]
    let recipe: Recipe

    func lines() -> [String] {
        var lines = [
            "blisters: \(given) given, \(aligned) aligned, \(learnt.used.count) used, "
                + "\(learnt.leftOut.count) left out as not good"
        ]
        for out in learnt.leftOut {
            let place = out.pocket.map { "pocket \($0) " } ?? ""
            let identity = identities[out.index]
            lines.append(
                "  left out: cycle \(identity.cycle) lane \(identity.lane): \(place)\(out.check)"
            )
        }
        lines.append(
            String(
                format: "product against background: %.1f %% of places told apart",
                learnt.separability * 100
            )
        )
        if learnt.separability < Self.separabilityMin {
            lines.append(
                "  WARNING: single places do not tell this product from its background; the check "
                    + "of the whole pocket (pocket_anomaly) carries the verdict. More even light "
                    + "or colour would help."
            )
        }
        lines += table()
        lines += warnings()
        return lines
    }

    private func table() -> [String] {
        var lines = ["check            unit  typical (pockets)        limits (pocket 0)"]
        for name in PocketCheckName.allCases {
            let ranges = recipe.pocketLimits.compactMap { $0[name] }
            guard let first = ranges.first else { continue }
            let typical = ranges.map(\.typical)
            lines.append(
                row(
                    name.rawValue,
                    name.traits(channels: recipe.channels).unit,
                    String(format: "%.3g…%.3g", typical.min() ?? 0, typical.max() ?? 0),
                    first
                )
            )
        }
        for name in BlisterCheckName.allCases {
            guard let range = recipe.blisterLimits[name] else { continue }
            lines.append(
                row(name.rawValue, name.traits.unit, String(format: "%.3g", range.typical), range)
            )
        }
        return lines
    }

    private func row(
        _ name: String,
        _ unit: String,
        _ typical: String,
        _ range: LimitRange
    ) -> String {
        func number(_ value: Double?) -> String { value.map { String(format: "%.4g", $0) } ?? "-" }
        return name.padding(toLength: 17, withPad: " ", startingAt: 0)
            + unit.padding(toLength: 6, withPad: " ", startingAt: 0)
            + typical.padding(toLength: 25, withPad: " ", startingAt: 0)
            + "\(number(range.lower)) … \(number(range.upper))"
    }

    private func warnings() -> [String] {
        recipe.pocketLimits.enumerated().compactMap { index, limits in
            guard let area = limits[.area], let upper = area.upper, upper > area.typical * 1.25
            else { return nil }
            return "  WARNING: area of pocket \(index) scatters widely; a double could pass by area"
        }
    }
}
