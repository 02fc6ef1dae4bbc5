internal import Foundation
internal import Imaging

/// Largest connected patch in the pocket or on its rim, beside the product, that looks like
/// product, like nothing taught, or unlike the uncovered pocket at that place; square millimetres.
struct FragmentsCheck: PocketCheck {
    let name = PocketCheckName.fragments
    /// Distance kept from the pocket's wall where only the looks of single places count.
    static let wallMillimetres: Float = 0.3
    /// The same where no good product left the place uncovered, so that its looks are not known.
    static let unknownWallMillimetres: Float = 1
    /// Least width of a fragment in places: an edge that lies a little off, or its sheen, is a line.
    static let widthMin = 3
    /// Places around the silhouette that are the product's own edge.
    static let edgePlaces = 2
    /// Rim around the pocket that is looked at as well.
    static let rimMillimetres: Float = 0.6

    func read(_ scene: PocketScene) -> Reading {
        let edge = scene.mask.dilated(times: Self.edgePlaces)
        let halo = edge.dilated(times: GapModel.haloPlaces - Self.edgePlaces)
        var places = scene.remainder
        for place in places.cells.indices {
            let isBeside = edge.cells[place] == 0 && scene.window.isOwn[place] != 0
            places.cells[place] =
                isBeside && Self.isStrange(scene, place, isInHalo: halo.cells[place] != 0) ? 1 : 0
        }
        let regions = places.opened(side: Self.widthMin).labelled().regions
        guard let largest = regions.max(by: { $0.count < $1.count }) else { return Reading(0) }
        return Reading(
            Double(largest.count) * scene.millimetres * scene.millimetres,
            at: scene.point(
                Double(largest.sumX) / Double(largest.count),
                Double(largest.sumY) / Double(largest.count)
            )
        )
    }

    private static func isStrange(_ scene: PocketScene, _ place: Int, isInHalo: Bool) -> Bool {
        let distance = scene.window.distance[place]
        guard distance < rimMillimetres else { return false }
        let looksAlien = scene.remainder.cells[place] != 0 || scene.isOdd[place] != 0
        guard scene.gap.deviation[0][place] < GapModel.unknownDeviation else {
            return looksAlien && distance < -unknownWallMillimetres
        }
        var strangeness = scene.gap.strangeness(scene.planes, place: place)
        if isInHalo { strangeness = min(strangeness, scene.strangenessBesideProduct(place)) }
        if strangeness > scene.gap.oddness { return true }
        // What looks like product must also be unlike the place itself, if less so.
        return looksAlien && distance < -wallMillimetres && strangeness > scene.gap.oddness / 2
    }
}

extension PocketScene {
    /// Largest deviation at a place of the window from what good products look like there, edge
    /// and surroundings in the product's frame, in standard deviations; endless off the frame.
    fileprivate func strangenessBesideProduct(_ place: Int) -> Float {
        let x = Double(place % window.width) - frame.x
        let y = Double(place / window.width) - frame.y
        let (cosine, sine) = (cos(frame.radians), sin(frame.radians))
        let column = Int((cosine * x + sine * y).rounded()) + frame.halfWidth
        let row = Int((cosine * y - sine * x).rounded()) + frame.halfHeight
        guard (0..<frame.width).contains(column), (0...2 * frame.halfHeight).contains(row) else {
            return .infinity
        }
        return residual.reduce(0) { max($0, abs($1[row * frame.width + column])) }
    }
}
