/// One thing wrong with a painted blister.
package enum Flaw: String, Sendable, CaseIterable {
    case missing
    case half
    case double
    case wrongColour
    case undersize
    case oversize
    case blackSpot
    case fragment
    case outOfPocket
    case dirtyFoil
    case hair
    case splice

    /// Whether it lies in one pocket rather than on the foil.
    package var isInPocket: Bool {
        switch self {
        case .dirtyFoil, .hair, .splice: false
        default: true
        }
    }
}
