internal import Imaging

/// Area of the product over the pocket's outline in square millimetres.
struct BeyondPocketCheck: PocketCheck {
    let name = PocketCheckName.beyondPocket
    /// Overhang that forming tolerance and shadow explain.
    static let toleranceMillimetres: Float = 0.2

    func read(_ scene: PocketScene) -> Reading {
        var count = 0
        for place in scene.mask.cells.indices
        where scene.mask.cells[place] != 0
            && scene.window.distance[place] > Self.toleranceMillimetres
        {
            count += 1
        }
        return Reading(
            Double(count) * scene.millimetres * scene.millimetres,
            at: scene.point(scene.frame.x, scene.frame.y)
        )
    }
}
