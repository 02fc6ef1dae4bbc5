/// A product held against one taught way of lying, under the light of its blister.
struct Comparison {
    /// The taught planes as far as they can be compared under this light.
    let expected: [[Float]]
    /// 1 where roughness can be compared, 0 where samples saturate.
    let isClear: [Float]
    /// Deviations from the taught envelope, in standard deviations.
    let residual: [[Float]]
    /// Sum of squared deviations over the product, bounded per place so that one spot decides
    /// nothing.
    let energy: Float

    /// Compares `cut` with the taught `mean`; `ceilings` as in ``FeatureMaps``.
    init(
        _ cut: [[Float]],
        _ mean: [[Float]],
        _ envelope: Envelope,
        _ product: ProductClass,
        _ ceilings: [Float]
    ) {
        let expected = FeatureMaps.limited(planes: mean, ceilings: ceilings)
        var isClear = FeatureMaps.unsaturated(planes: mean, ceilings: ceilings)
        let isSeenClear = FeatureMaps.unsaturated(planes: cut, ceilings: ceilings)
        for place in isClear.indices { isClear[place] *= isSeenClear[place] }
        var energy: Float = 0
        var residual = cut
        for plane in cut.indices {
            let isBrightness = plane == 0
            let (lower, upper) = (envelope.lower[plane], envelope.upper[plane])
            let (values, taught) = (cut[plane], expected[plane])
            let (deviation, outline) = (product.deviation[plane], product.outline)
            var deviations = values
            for place in isClear.indices {
                let value = values[place]
                // A limited value lies below the envelope that was taught unlimited.
                let low = min(lower[place], taught[place])
                let high = isClear[place] == 0 ? taught[place] : upper[place]
                let difference = value > high ? value - high : min(0, value - low)
                // Colour and roughness of a saturated place say nothing, its brightness a little.
                let counted =
                    isBrightness
                    ? FeatureMaps.counted(difference, isClear: isClear[place])
                    : difference * isClear[place]
                let z = counted / deviation[place]
                deviations[place] = z
                if outline[place] < 0 { energy += min(36, z * z) }
            }
            residual[plane] = deviations
        }
        self.expected = expected
        self.isClear = isClear
        self.residual = residual
        self.energy = energy
    }

    /// Compares `cut` with every way in which the product of `pocket` may lie; the nearest counts.
    static func best(
        _ cut: [[Float]],
        _ pocket: PocketModel,
        _ product: ProductClass,
        _ ceilings: [Float]
    ) -> Comparison {
        func compared(_ variant: Int) -> Comparison {
            Comparison(
                cut,
                pocket.means[variant],
                pocket.envelopes[variant],
                product,
                ceilings
            )
        }
        var best = compared(0)
        for variant in pocket.means.indices.dropFirst() {
            let other = compared(variant)
            if other.energy < best.energy { best = other }
        }
        return best
    }
}
