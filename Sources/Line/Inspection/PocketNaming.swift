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
    /// Share of the typical area, all pieces together, from which there are two products.
    static let doubleShare = 1.04
    /// Share of the typical area beside the silhouette that is more than fragments.
    static let secondShare = 0.12
    /// The same where the silhouette itself is too large, or the product is cut by the wall.
    static let besideShare = 0.08
    /// How much deeper than an even change of size a difference must be to be a piece, in shares.
    static let pieceFactor = 1.6
    /// The same as an absolute slack in millimetres.
    static let pieceSlackMillimetres = 0.3

    /// The reason for the checks `failing` on `scene`, which read `readings`.
    static func reason(
        _ scene: PocketScene,
        failing: [PocketCheckName],
        readings: [PocketCheckName: Double]
    ) -> RejectReason {
        func fails(_ name: PocketCheckName) -> Bool { failing.contains(name) }
        let areaShare = Double(scene.mask.count) / max(1, scene.product.area)
        if areaShare < absentShare { return scene.looksEmpty ? .missing : .wrongColour }
        let beside = scene.remainderShare
        let least = fails(.area) && areaShare > 1 ? besideShare : secondShare
        if areaShare + beside >= doubleShare && beside >= least { return .double }
        if fails(.area) {
            return areaShare > 1
                ? tooMuch(scene, areaShare, readings, isAsymmetric: fails(.asymmetry))
                : tooLittle(scene, areaShare, readings, failing)
        }
        if fails(.beyondPocket) { return .outOfPocket }
        if fails(.colour) { return .wrongColour }
        if fails(.outlineLack) { return fails(.outlineExcess) ? .wrongProduct : .broken }
        if fails(.fragments) { return .fragments }
        if fails(.outlineExcess) { return .fragments }
        if fails(.spot) { return SpotCheck.oddPlaces(scene).isDark ? .blackSpot : .foreign }
        if fails(.asymmetry) { return .broken }
        if fails(.texture) { return .dented }
        if failing == [.jointStrain] { return .wrongProduct }
        return .anomaly
    }

    /// A silhouette that is too large: another product beside or over this one, or a larger one.
    private static func tooMuch(
        _ scene: PocketScene,
        _ areaShare: Double,
        _ readings: [PocketCheckName: Double],
        isAsymmetric: Bool
    ) -> RejectReason {
        let excess = readings[.outlineExcess] ?? 0
        let even = (areaShare.squareRoot() - 1) * scene.product.halfWidthMillimetres(scene)
        return isAsymmetric || excess > even + pieceSlackMillimetres ? .double : .oversize
    }

    /// A silhouette that is too small: another colour, cut by the wall, a piece gone, or smaller.
    private static func tooLittle(
        _ scene: PocketScene,
        _ areaShare: Double,
        _ readings: [PocketCheckName: Double],
        _ failing: [PocketCheckName]
    ) -> RejectReason {
        if scene.strangeShare > strangeShare { return .wrongColour }
        if failing.contains(.beyondPocket) { return .outOfPocket }
        if failing.contains(.asymmetry) { return .broken }
        if failing.contains(.position) || scene.remainderShare >= besideShare {
            return .outOfPocket
        }
        // Depth by which the outline would move if the product only were smaller.
        let radius = (scene.product.area / .pi).squareRoot() * scene.millimetres
        let even = (1 - areaShare.squareRoot()) * radius
        let isPiece =
            (readings[.outlineLack] ?? 0) > even * pieceFactor + pieceSlackMillimetres
        return isPiece ? .broken : .undersize
    }
}

extension ProductClass {
    /// Half of the product's shorter extent in millimetres.
    fileprivate func halfWidthMillimetres(_ scene: PocketScene) -> Double {
        -Double(outline.min() ?? 0) + scene.millimetres / 2
    }
}

extension PocketScene {
    /// Distance inside the pocket's wall at which its bottom is looked at.
    private static let bottomMillimetres: Float = 1

    /// Width of the rim around a pocket that a second product may lie on.
    private static let rimMillimetres: Float = 1.2

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

    /// Product-like places in the pocket and on its rim beside the silhouette, as a share of the
    /// typical area.
    var remainderShare: Double {
        var count = 0
        for place in remainder.cells.indices
        where remainder.cells[place] != 0 && window.distance[place] < Self.rimMillimetres {
            count += 1
        }
        return Double(count) / max(1, product.area)
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
