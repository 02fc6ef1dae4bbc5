public import Blister
internal import Imaging

/// Names what is wrong with a pocket from which checks fail and how far.
///
/// The name is advice; that the pocket fails is not. `missing` is the one name others count on.
public enum PocketNaming {
    /// Share of the typical area below which the pocket holds no product of this kind.
    static let absentShare = 0.25
    /// Share of the typical area from which on there are two.
    static let doubleShare = 1.3
    /// Share of the product's place that must look like nothing taught to be another product.
    static let strangeShare = 0.5

    /// The reason for the failing `checks` (names with their strain) of `scene`.
    public static func reason(
        _ scene: PocketScene,
        failing: [(name: PocketCheckName, strain: Double)],
        areaShare: Double
    ) -> RejectReason {
        func fails(_ name: PocketCheckName) -> Bool { failing.contains { $0.name == name } }
        let strange = scene.strangeShare
        if areaShare < absentShare { return absentReason(scene, strange: strange) }
        if fails(.area) {
            if areaShare > doubleShare { return fails(.beyondPocket) ? .outOfPocket : .double }
            if areaShare > 1 { return fails(.beyondPocket) ? .outOfPocket : .oversize }
            if strange > strangeShare { return .wrongColour }
            return fails(.asymmetry) || fails(.outlineLack) && !fails(.outlineExcess)
                && areaShare > 0.9 ? .broken : .undersize
        }
        if fails(.beyondPocket) { return .outOfPocket }
        if fails(.colour) { return .wrongColour }
        if fails(.outlineLack), fails(.asymmetry) { return .broken }
        if fails(.outlineLack) || fails(.outlineExcess) { return .wrongProduct }
        if fails(.spot) { return SpotCheck.oddPlaces(scene).isDark ? .blackSpot : .foreign }
        if fails(.fragments) { return .fragments }
        if fails(.asymmetry) { return .broken }
        if fails(.texture) { return .dented }
        return .anomaly
    }

    /// Nothing of the taught kind is there: an empty pocket, or something else in it.
    private static func absentReason(_ scene: PocketScene, strange: Double) -> RejectReason {
        strange > strangeShare ? .wrongColour : .missing
    }
}

extension PocketScene {
    /// Share of the product's taught place that looks like nothing taught.
    var strangeShare: Double {
        var strange = 0
        var total = 0
        for v in -frame.halfHeight...frame.halfHeight {
            for u in -frame.halfWidth...frame.halfWidth {
                let place = (v + frame.halfHeight) * frame.width + u + frame.halfWidth
                guard product.outline[place] < -ProductClass.coreDepthMillimetres else { continue }
                let column = Int(frame.x.rounded()) + u
                let row = Int(frame.y.rounded()) + v
                guard column >= 0, row >= 0, column < window.width, row < window.height else {
                    continue
                }
                total += 1
                strange += Int(isOdd[row * window.width + column])
            }
        }
        return total > 0 ? Double(strange) / Double(total) : 0
    }
}
