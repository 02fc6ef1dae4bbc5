/// Fine roughness of the product's face over the taught one, on average and off its edge.
struct TextureCheck: PocketCheck {
    let name = PocketCheckName.texture

    func read(_ scene: PocketScene) -> Reading {
        var sum: Float = 0
        var count: Float = 0
        let roughness = scene.cut[scene.channels]
        let expected = scene.expected[scene.channels]
        for place in roughness.indices
        where scene.product.outline[place] < -ProductClass.coreDepthMillimetres {
            sum += (roughness[place] - expected[place]) * scene.isClear[place]
            count += scene.isClear[place]
        }
        return Reading(count > 0 ? Double(sum / count) : 0)
    }
}
