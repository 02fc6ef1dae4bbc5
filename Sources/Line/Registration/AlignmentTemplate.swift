public import Blister
public import Imaging

/// The mean picture of good blisters on the canonical grid, and how much it varies.
///
/// Everything else is derived from the two pictures, so a template that was written and read again
/// aligns to the same bits. Thread-safe as a value.
public struct AlignmentTemplate: Sendable, Equatable {
    /// Mean of aligned good blisters: canonical grid, mono or colour.
    public let mean: Image
    /// Standard deviation of each sample over those blisters; same shape as ``mean``.
    public let deviation: Image
    /// Extent of one pixel on both axes, millimetres.
    public let millimetresPerPixel: Double
    /// How channels are mixed for aligning.
    public let mix: ChannelMix
    /// Coarse to fine.
    let levels: [TemplateLevel]
    /// The same without what lies inside pockets, for blisters whose products are gone; empty
    /// without a layout.
    let frameLevels: [TemplateLevel]

    /// Derives a template; traps when the pictures' shapes differ or are under 16 pixels.
    ///
    /// With `layout`, blisters whose pockets are empty are aligned by rims and foil alone.
    public init(
        mean: Image,
        deviation: Image,
        millimetresPerPixel: Double,
        layout: Layout? = nil
    ) {
        precondition(mean.width == deviation.width && mean.height == deviation.height)
        precondition(mean.channels == deviation.channels && millimetresPerPixel > 0)
        precondition(mean.width >= 16 && mean.height >= 16)
        self.mean = mean
        self.deviation = deviation
        self.millimetresPerPixel = millimetresPerPixel
        let extent = Double(max(mean.width, mean.height))
        let coarse = max(1, Int((extent / 75).rounded()))
        let middle = max(1, Int((extent / 160).rounded()))
        let fine = max(1, Int((extent / 620).rounded()))
        let mix = ChannelMix.mostTelling(mean: mean, deviation: deviation, factor: middle)
        self.mix = mix
        let plans = [(coarse, 1200, 12), (middle, 1800, 20), (fine, 3000, 32)]
        func derived(_ isUsed: (Point) -> Bool) -> [TemplateLevel] {
            plans.map { factor, points, blocks in
                TemplateLevel(
                    mean: mean,
                    deviation: deviation,
                    mix: mix,
                    factor: factor,
                    millimetresPerPixel: millimetresPerPixel,
                    pointsMax: points,
                    blocksAcross: blocks,
                    isUsed: isUsed
                )
            }
        }
        levels = derived { _ in true }
        frameLevels =
            layout.map { layout in
                derived { place in
                    layout.pockets.allSatisfy {
                        $0.signedDistance(to: place) > -Self.rimMillimetres
                    }
                }
            } ?? []
    }

    /// A pocket's outline and this much inside it belong to its rim, not to the product.
    private static let rimMillimetres = 0.5

    /// Columns and rows of the canonical grid of `layout`.
    public static func gridSize(
        of layout: Layout,
        millimetresPerPixel: Double
    ) -> (width: Int, height: Int) {
        (
            max(16, Int((layout.width / millimetresPerPixel).rounded())),
            max(16, Int((layout.length / millimetresPerPixel).rounded()))
        )
    }

    /// Extent of the canonical grid across the web, millimetres.
    public var widthMillimetres: Double { Double(mean.width) * millimetresPerPixel }
    /// Extent of the canonical grid along travel, millimetres.
    public var lengthMillimetres: Double { Double(mean.height) * millimetresPerPixel }
}

extension ChannelMix {
    /// The mix whose edges stand out most from the blister-to-blister variation.
    ///
    /// Luma is kept unless another mix is clearly better.
    static func mostTelling(mean: Image, deviation: Image, factor: Int) -> ChannelMix {
        guard mean.channels == 3 else { return .luma }
        func edgeEvidence(_ mix: ChannelMix) -> Double {
            let plane = mean.reduced(columns: factor, rows: factor, mix: mix)
            let noise = TemplateLevel.variance(of: deviation, mix: mix, factor: factor)
            let (across, along) = plane.gradients()
            var sum = 0.0
            for i in plane.values.indices {
                let (x, y) = (across.values[i], along.values[i])
                sum += Double((x * x + y * y) / noise.values[i])
            }
            return sum
        }
        var best = ChannelMix.luma
        var bestEvidence = edgeEvidence(.luma) * 1.5
        let candidates = [
            ChannelMix(red: 1, green: 0, blue: 0), ChannelMix(red: 0, green: 1, blue: 0),
            ChannelMix(red: 0, green: 0, blue: 1), ChannelMix(red: 1, green: 0, blue: -1),
            ChannelMix(red: 1, green: -1, blue: 0), ChannelMix(red: 0, green: 1, blue: -1),
        ]
        for mix in candidates {
            let evidence = edgeEvidence(mix)
            if evidence > bestEvidence {
                best = mix
                bestEvidence = evidence
            }
        }
        return best
    }
}
