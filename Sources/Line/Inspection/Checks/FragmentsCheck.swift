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
    /// Rim around the pocket that is looked at as well.
    static let rimMillimetres: Float = 0.6

    func read(_ scene: PocketScene) -> Reading {
        let near = scene.mask.dilated().dilated()
        var places = scene.remainder
        for place in places.cells.indices {
            places.cells[place] =
                near.cells[place] == 0 && scene.window.isOwn[place] != 0
                    && Self.isStrange(scene, place) ? 1 : 0
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

    private static func isStrange(_ scene: PocketScene, _ place: Int) -> Bool {
        let distance = scene.window.distance[place]
        guard distance < rimMillimetres else { return false }
        let looksAlien = scene.remainder.cells[place] != 0 || scene.isOdd[place] != 0
        guard scene.gap.deviation[0][place] < GapModel.unknownDeviation else {
            return looksAlien && distance < -unknownWallMillimetres
        }
        let strangeness = scene.gap.strangeness(scene.planes, place: place)
        if strangeness > scene.gap.oddness { return true }
        // What looks like product must also be unlike the place itself, if less so.
        return looksAlien && distance < -wallMillimetres && strangeness > scene.gap.oddness / 2
    }
}
