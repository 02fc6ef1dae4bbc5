internal import Blister
internal import Inspection

/// How much room a good blister left to the recipe's limits.
struct ScoreMargin: Sendable {
    private let pockets: [[String: LimitRange]]
    private let blister: [String: LimitRange]

    /// By the limits of `recipe`.
    init(_ recipe: Recipe) {
        pockets = recipe.pocketLimits.map { limits in
            Self.table(PocketCheckName.allCases.map { ($0.rawValue, limits[$0]) })
        }
        blister = Self.table(
            BlisterCheckName.allCases.map { ($0.rawValue, recipe.blisterLimits[$0]) }
        )
    }

    private static func table(_ limits: [(String, LimitRange?)]) -> [String: LimitRange] {
        var table: [String: LimitRange] = [:]
        for (name, range) in limits { table[name] = range }
        return table
    }

    /// The smallest room over all checks, percent of the way from typical to the limit.
    ///
    /// - Parameter result: of any blister.
    /// - Returns: 0...100; nil for a reject, and where nothing has limits.
    func percent(of result: InspectionResult) -> Double? {
        guard result.verdict == .accept else { return nil }
        var strain: Double?
        func add(_ checks: [Check], _ limits: [String: LimitRange]) {
            for check in checks {
                guard let range = limits[check.name] else { continue }
                strain = max(strain ?? 0, range.strain(of: check.value))
            }
        }
        for pocket in result.pockets where pockets.indices.contains(pocket.index) {
            add(pocket.checks, pockets[pocket.index])
        }
        add(result.checks, blister)
        return strain.map { max(0, 1 - $0) * 100 }
    }
}
