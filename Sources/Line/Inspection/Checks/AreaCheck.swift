internal import Imaging

/// Area of the product's silhouette in square millimetres.
struct AreaCheck: PocketCheck {
    let name = PocketCheckName.area

    func read(_ scene: PocketScene) -> Reading {
        Reading(
            Double(scene.mask.count) * scene.millimetres * scene.millimetres,
            at: scene.point(scene.frame.x, scene.frame.y)
        )
    }
}
