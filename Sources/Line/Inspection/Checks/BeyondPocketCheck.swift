internal import Imaging

/// Area of the product over the pocket's outline in square millimetres.
struct BeyondPocketCheck: PocketCheck {
    let name = PocketCheckName.beyondPocket
    /// Overhang that forming tolerance and shadow explain.
    static let toleranceMillimetres: Float = 0.2

    func read(_ scene: PocketScene) -> Reading {
        let count = MaskedSums.count(
            of: scene.mask.cells,
            where: scene.window.distance,
            above: Self.toleranceMillimetres
        )
        return Reading(
            Double(count) * scene.millimetres * scene.millimetres,
            at: scene.point(scene.frame.x, scene.frame.y)
        )
    }
}
