internal import Imaging

/// Distance of the product's mean colour from the taught one.
///
/// Colour pictures: CIE 1976 difference in L*a*b* (D65). Mono: brightness off by so many per cent.
struct ColourCheck: PocketCheck {
    let name = PocketCheckName.colour

    func read(_ scene: PocketScene) -> Reading {
        let seen = scene.product.meanColour(
            of: scene.cut,
            channels: scene.channels,
            isClear: scene.isClear
        )
        let taught = scene.product.meanColour(
            of: scene.expected,
            channels: scene.channels,
            isClear: scene.isClear
        )
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
    /// Least share of the face that must be clear of saturation for the rest not to count.
    static let clearShareMin: Float = 0.1

    /// Mean brightness and colour over the product without its edge and, where enough is left,
    /// without saturated places.
    func meanColour(of cut: [[Float]], channels: Int, isClear: [Float]) -> [Double] {
        let limit = -Self.coreDepthMillimetres
        let places = MaskedSums.count(where: outline, below: limit)
        let clear = MaskedSums.sum(of: isClear, where: outline, below: limit)
        guard places > 0 else { return Array(repeating: 0, count: channels) }
        let usesClear = clear >= Float(places) * Self.clearShareMin
        return (0..<channels).map { plane in
            let sum =
                usesClear
                ? MaskedSums.sum(of: cut[plane], times: isClear, where: outline, below: limit)
                : MaskedSums.sum(of: cut[plane], where: outline, below: limit)
            return Double(sum / (usesClear ? clear : Float(places)))
        }
    }
}
