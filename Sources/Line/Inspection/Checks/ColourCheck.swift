/// Distance of the product's mean colour from the taught one.
///
/// Colour pictures: CIE 1976 difference in L*a*b* (D65). Mono: brightness off by so many per cent.
struct ColourCheck: PocketCheck {
    let name = PocketCheckName.colour

    func read(_ scene: PocketScene) -> Reading {
        let seen = scene.product.meanColour(of: scene.cut, channels: scene.channels)
        let taught = scene.product.meanColour(of: scene.expected, channels: scene.channels)
        guard scene.channels == 3 else {
            return Reading((seen[0] / max(1, taught[0]) - 1) * 100)
        }
        let first = Lab(redGreenBlue: FeatureMaps.redGreenBlue(seen))
        let second = Lab(redGreenBlue: FeatureMaps.redGreenBlue(taught))
        return Reading(first.difference(to: second))
    }
}

extension ProductClass {
    /// Depth below the outline at which edge shading and wall reflections no longer count.
    package static let coreDepthMillimetres: Float = 0.5

    /// Mean brightness and colour over the product without its edge.
    package func meanColour(of cut: [[Float]], channels: Int) -> [Double] {
        (0..<channels).map { plane in
            var sum: Float = 0
            var count: Float = 0
            for place in outline.indices where outline[place] < -Self.coreDepthMillimetres {
                sum += cut[plane][place]
                count += 1
            }
            return count > 0 ? Double(sum / count) : 0
        }
    }
}
