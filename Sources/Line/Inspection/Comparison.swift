internal import Imaging

/// A product held against one taught way of lying, under the light of its blister.
struct Comparison {
    /// Which of the taught ways.
    let variant: Int
    /// The taught planes as far as they can be compared under this light.
    let expected: [[Float]]
    /// 1 where roughness can be compared, 0 where samples saturate.
    let isClear: [Float]
    /// Deviations from the taught envelope, in standard deviations; of the planes compared so far.
    private(set) var residual: [[Float]] = []

    private let cut: [[Float]]
    private let envelope: Envelope
    private let product: ProductClass

    /// Prepares the comparison of `cut` with way `variant` of `pocket`; `ceilings` as in
    /// ``FeatureMaps``.
    private init(
        _ cut: [[Float]],
        _ isSeenClear: [Float],
        _ pocket: PocketModel,
        variant: Int,
        _ product: ProductClass,
        _ ceilings: [Float]
    ) {
        self.variant = variant
        let (mean, peaks) = (pocket.means[variant], pocket.meanPeaks[variant])
        expected = FeatureMaps.limited(planes: mean, ceilings: ceilings, peaks: peaks)
        isClear = FeatureMaps.unsaturated(
            taught: mean,
            peaks: peaks,
            isSeenClear: isSeenClear,
            ceilings: ceilings
        )
        self.cut = cut
        envelope = pocket.envelopes[variant]
        self.product = product
    }

    private var isComplete: Bool { residual.count == cut.count }

    /// Compares the next plane.
    private mutating func compareNext() {
        let plane = residual.count
        residual.append(
            DeviationKernels.fromEnvelope(
                cut[plane],
                envelope: (envelope.lower[plane], envelope.upper[plane]),
                taught: expected[plane],
                isClear: isClear,
                deviation: product.deviation[plane],
                kind: FeatureMaps.kind(ofPlane: plane)
            )
        )
    }

    /// Compares the next plane; its sum of squared deviations over the product, bounded per place so
    /// that one spot decides nothing.
    private mutating func nextEnergy() -> Float {
        let plane = residual.count
        compareNext()
        return MaskedSums.boundedSquares(
            of: residual[plane],
            bound: 36,
            where: product.outline,
            below: 0
        )
    }

    /// Compares `cut` with way `variant` of `pocket`.
    static func of(
        _ cut: [[Float]],
        _ pocket: PocketModel,
        variant: Int,
        _ product: ProductClass,
        _ ceilings: [Float]
    ) -> Comparison {
        let isSeenClear = FeatureMaps.unsaturated(planes: cut, ceilings: ceilings)
        var result = Comparison(cut, isSeenClear, pocket, variant: variant, product, ceilings)
        while !result.isComplete { result.compareNext() }
        return result
    }

    /// Compares `cut` with every way in which the product of `pocket` may lie; the nearest counts.
    static func best(
        _ cut: [[Float]],
        _ pocket: PocketModel,
        _ product: ProductClass,
        _ ceilings: [Float]
    ) -> Comparison {
        guard pocket.means.count > 1 else {
            return of(cut, pocket, variant: 0, product, ceilings)
        }
        let isSeenClear = FeatureMaps.unsaturated(planes: cut, ceilings: ceilings)
        var all = pocket.means.indices.map {
            Comparison(cut, isSeenClear, pocket, variant: $0, product, ceilings)
        }
        // Brightness first: the way that is nearer by it is mostly the nearest, and the others are
        // given up as soon as they are farther.
        var energies = all.indices.map { all[$0].nextEnergy() }
        let order = all.indices.sorted { (energies[$0], $0) < (energies[$1], $1) }
        var best = order[0]
        while !all[best].isComplete { energies[best] += all[best].nextEnergy() }
        for variant in order.dropFirst() {
            while !all[variant].isComplete, energies[variant] <= energies[best] {
                energies[variant] += all[variant].nextEnergy()
            }
            if (energies[variant], variant) < (energies[best], best) { best = variant }
        }
        return all[best]
    }
}
