/// Share of the silhouette that half a turn does not bring onto itself.
struct AsymmetryCheck: PocketCheck {
    let name = PocketCheckName.asymmetry

    func read(_ scene: PocketScene) -> Reading {
        let shown = scene.maskInFrame
        var different: Float = 0
        var total: Float = 0
        for place in shown.indices {
            different += abs(shown[place] - shown[shown.count - 1 - place])
            total += shown[place]
        }
        return Reading(total > 0 ? Double(different / (2 * total)) : 1)
    }
}
