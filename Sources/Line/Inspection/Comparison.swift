internal import Imaging

/// A product held against one taught way of lying, under the light of its blister.
struct Comparison {
    /// The taught planes as far as they can be compared under this light.
    let expected: [[Float]]
    /// 1 where roughness can be compared, 0 where samples saturate.
    let isClear: [Float]
    /// Deviations from the taught envelope, in standard deviations.
    let residual: [[Float]]

    /// Compares `cut` with the taught `mean`; `ceilings` as in ``FeatureMaps``.
    init(
        _ cut: [[Float]],
        _ mean: [[Float]],
        _ envelope: Envelope,
        _ product: ProductClass,
        _ ceilings: [Float]
    ) {
        let expected = FeatureMaps.limited(planes: mean, ceilings: ceilings)
        let isClear = FeatureMaps.unsaturated(taught: mean, seen: cut, ceilings: ceilings)
        residual = cut.indices.map { plane in
            DeviationKernels.fromEnvelope(
                cut[plane],
                envelope: (envelope.lower[plane], envelope.upper[plane]),
                taught: expected[plane],
                isClear: isClear,
                deviation: product.deviation[plane],
                kind: FeatureMaps.kind(ofPlane: plane)
            )
        }
        self.expected = expected
        self.isClear = isClear
    }

    /// Sum of squared deviations over the product, bounded per place so that one spot decides
    /// nothing.
    func energy(_ product: ProductClass) -> Float {
        residual.reduce(0) { sum, plane in
            sum + MaskedSums.boundedSquares(of: plane, bound: 36, where: product.outline, below: 0)
        }
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
        guard pocket.means.count > 1 else { return best }
        var energy = best.energy(product)
        for variant in pocket.means.indices.dropFirst() {
            let other = compared(variant)
            let otherEnergy = other.energy(product)
            if otherEnergy < energy { (best, energy) = (other, otherEnergy) }
        }
        return best
    }
}
