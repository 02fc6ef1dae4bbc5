internal import Imaging

/// Fine roughness of the product's face over the taught one, on average and off its edge.
struct TextureCheck: PocketCheck {
    let name = PocketCheckName.texture

    func read(_ scene: PocketScene) -> Reading {
        let (outline, limit) = (scene.product.outline, -ProductClass.coreDepthMillimetres)
        func sum(_ values: [Float]) -> Float {
            MaskedSums.sum(of: values, times: scene.isClear, where: outline, below: limit)
        }
        let count = MaskedSums.sum(of: scene.isClear, where: outline, below: limit)
        let difference = sum(scene.cut[scene.channels]) - sum(scene.expected[scene.channels])
        return Reading(count > 0 ? Double(difference / count) : 0)
    }
}
