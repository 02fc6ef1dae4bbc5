internal import Imaging

/// Share of the silhouette that half a turn does not bring onto itself.
struct AsymmetryCheck: PocketCheck {
    let name = PocketCheckName.asymmetry

    func read(_ scene: PocketScene) -> Reading {
        let (different, total) = MaskedSums.turnedDifference(scene.maskInFrame)
        return Reading(total > 0 ? Double(different / (2 * total)) : 1)
    }
}
