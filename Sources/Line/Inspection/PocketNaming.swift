internal import Blister
internal import Foundation
internal import Imaging

/// Names what is wrong with a pocket from which checks fail and how far.
///
/// The name is advice; that the pocket fails is not. `missing` is the one name others count on.
enum PocketNaming {
    /// Share of the typical area below which the pocket holds no product of this kind.
    static let absentShare = 0.25
    /// Share of the product's place that must look like nothing taught to be another product.
    static let strangeShare = 0.5
    /// How much deeper than an even change of size a difference must be to be a piece, in shares.
    static let pieceFactor = 1.6
    /// The same as an absolute slack in millimetres.
    static let pieceSlackMillimetres = 0.3

    /// The reason for the failing `checks` (names with their strain) of `scene`.
    static func reason(
        _ scene: PocketScene,
        failing: [PocketCheckName],
        readings: [PocketCheckName: Double]
    ) -> RejectReason {
        func fails(_ name: PocketCheckName) -> Bool { failing.contains(name) }
        let areaShare = Double(scene.mask.count) / max(1, scene.product.area)
        if areaShare < absentShare { return scene.looksEmpty ? .missing : .wrongColour }
        // Depth by which the outline would move if the product only were smaller or larger.
        let radius = (scene.product.area / .pi).squareRoot() * scene.millimetres
        let even = abs(areaShare.squareRoot() - 1) * radius
        let pieceDepth = even * pieceFactor + pieceSlackMillimetres
        if fails(.area) {
            if areaShare > 1 {
                if (readings[.outlineExcess] ?? 0) > pieceDepth { return .double }
                return fails(.beyondPocket) ? .outOfPocket : .oversize
            }
            if scene.strangeShare > strangeShare { return .wrongColour }
            if fails(.beyondPocket) { return .outOfPocket }
            return (readings[.outlineLack] ?? 0) > pieceDepth ? .broken : .undersize
        }
        if fails(.beyondPocket) { return .outOfPocket }
        if fails(.colour) { return .wrongColour }
        if fails(.outlineLack) { return fails(.outlineExcess) ? .wrongProduct : .broken }
        if fails(.fragments) { return .fragments }
        if fails(.outlineExcess) { return .fragments }
        if fails(.spot) { return SpotCheck.oddPlaces(scene).isDark ? .blackSpot : .foreign }
        if fails(.asymmetry) { return .broken }
        if fails(.texture) { return .dented }
        return .anomaly
    }
}

extension PocketScene {
    /// Distance inside the pocket's wall at which its bottom is looked at.
    private static let bottomMillimetres: Float = 1

    /// Roughness by which an empty pocket's bottom may differ from what lies around.
    private static let roughnessSlack: Float = 0.2

    /// Whether the pocket's middle looks like the uncovered pocket or the foil around it.
    ///
    /// Roughness is bounded from above only: a pocket's bottom may be smoother than the knurled foil
    /// and the shaded gap.
    var looksEmpty: Bool {
        guard let gaps = gap.typical(window) else {
            return strangeShare < PocketNaming.strangeShare
        }
        for plane in 0...channels {
            let inside = mean(of: plane) { $0 < -Self.bottomMillimetres }
            let around = mean(of: plane) { $0 > 0.5 }
            let high = max(gaps[plane].mean, around)
            guard plane < channels else {
                return inside <= high + max(Self.roughnessSlack, gaps[plane].spread)
            }
            let slack = max(10, 3 * gaps[plane].spread, 0.08 * abs(gaps[0].mean))
            guard inside >= min(gaps[plane].mean, around) - slack, inside <= high + slack else {
                return false
            }
        }
        return true
    }

    private func mean(of plane: Int, where isCounted: (Float) -> Bool) -> Float {
        var sum: Float = 0
        var count: Float = 0
        for place in window.distance.indices
        where window.isOwn[place] != 0 && isCounted(window.distance[place]) {
            sum += planes[plane][place]
            count += 1
        }
        return count > 0 ? sum / count : 0
    }

    /// Share of the product's taught place that looks like nothing taught.
    var strangeShare: Double {
        var strange = 0
        var total = 0
        let (cosine, sine) = (cos(frame.radians), sin(frame.radians))
        for v in -frame.halfHeight...frame.halfHeight {
            for u in -frame.halfWidth...frame.halfWidth {
                let place = (v + frame.halfHeight) * frame.width + u + frame.halfWidth
                guard product.outline[place] < -ProductClass.coreDepthMillimetres else { continue }
                let column = Int((frame.x + cosine * Double(u) - sine * Double(v)).rounded())
                let row = Int((frame.y + sine * Double(u) + cosine * Double(v)).rounded())
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
