/// Mean fine roughness of the product's face, off its edge.
struct TextureCheck: PocketCheck {
    let name = PocketCheckName.texture

    func read(_ scene: PocketScene) -> Reading {
        var sum: Float = 0
        var count: Float = 0
        let roughness = scene.cut[scene.channels]
        for place in roughness.indices
        where scene.product.outline[place] < -ProductClass.coreDepthMillimetres {
            sum += roughness[place]
            count += 1
        }
        return Reading(count > 0 ? Double(sum / count) : 0)
    }
}
