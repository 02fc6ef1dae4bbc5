internal import Blister
public import Inspection
public import Judging

extension JudgedBlister {
    /// How far the worst reading is from typical, in units of the distance to its limit: over 1 is a
    /// reject; endless when the blister was not judged.
    public func score(by recipe: Recipe) -> Double {
        guard registered != nil, !result.checks.isEmpty else { return .infinity }
        var worst = 0.0
        for pocket in result.pockets {
            let limits = recipe.pocketLimits[pocket.index]
            for check in pocket.checks {
                guard let name = PocketCheckName(rawValue: check.name), let range = limits[name]
                else { continue }
                worst = max(worst, range.strain(of: check.value))
            }
        }
        for check in result.checks {
            guard let name = BlisterCheckName(rawValue: check.name),
                let range = recipe.blisterLimits[name]
            else { continue }
            worst = max(worst, range.strain(of: check.value))
        }
        return worst
    }
}
