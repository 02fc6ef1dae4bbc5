internal import Imaging

/// Distance of the product's centre from its taught place in millimetres.
struct PositionCheck: PocketCheck {
    let name = PocketCheckName.position

    func read(_ scene: PocketScene) -> Reading {
        let x = (scene.frame.x - scene.model.centreX) * scene.millimetres
        let y = (scene.frame.y - scene.model.centreY) * scene.millimetres
        return Reading(
            (x * x + y * y).squareRoot(),
            at: scene.point(scene.frame.x, scene.frame.y)
        )
    }
}
