/// Why a blister is rejected: the vocabulary of results, reject log, recipe and `truth.jsonl`.
public enum RejectReason: String, Sendable, CaseIterable, Codable, Comparable {
    case missing
    case broken
    case dented
    case undersize
    case oversize
    case double
    case outOfPocket = "out_of_pocket"
    case wrongProduct = "wrong_product"
    case wrongColour = "wrong_colour"
    case fragments
    case powder
    case blackSpot = "black_spot"
    case foreign
    case hair
    case dirtyFoil = "dirty_foil"
    case wrinkledFoil = "wrinkled_foil"
    case splice
    case step
    case print
    case braille
    case code
    /// Looks unlike the taught product in a way no other reason names.
    case anomaly
    /// Could not be judged: below confidence, or not alignable to the recipe.
    case undecided
    /// Not, or not wholly, seen: lost rows, overflow, camera gone.
    case unseen
    /// Judged after its time at the reject station.
    case late
    /// Two verdicts for one blister.
    case doubled

    /// Order of ``allCases``.
    public static func < (left: RejectReason, right: RejectReason) -> Bool {
        let order = Self.allCases
        return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
    }
}
