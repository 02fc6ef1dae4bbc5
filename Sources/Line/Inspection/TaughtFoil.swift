internal import Imaging

/// Taught foil, and the pattern that tool and roll have left in it, made ready to be compared with.
///
/// Under directed light (bar, coaxial) the wear of the knurl and the sheen of the roll show as a
/// pattern of brightness and roughness that is the same in every taught blister and another on the
/// next roll. Which of the two a blister has follows from its own foil: the regression of what is
/// seen on the taught pattern. Built once per model, not per blister. Thread-safe as a value.
public struct TaughtFoil: Sendable {
    /// Share of the taught pattern from which on a blister has it: noise takes the rest.
    static let familiarShare: Float = 0.8
    /// Spread of an unknown pattern, in spreads of the taught one.
    static let strangeSpread: Float = 1.2
    /// The same of its mean over a band of rows, which evens it out.
    static let strangeBandSpread: Float = 0.6
    /// Spreads of its pattern beyond which foil is something else: print, a mark, a stain.
    static let patternSpreads: Float = 2.5
    /// Most that brighter foil scatters more.
    static let brighterMax: Float = 2
    /// Foil darker than this tells no ratio, grey levels.
    static let darkest: Float = 5
    /// One in so many places of foil tells which pattern it has.
    private static let sampleStride = 23

    /// The pattern of one plane of ``FoilScene/planes(_:)``.
    struct Pattern: Sendable {
        /// Median of the taught plane over the foil.
        var middle: Float
        /// Farthest from ``middle`` that is pattern.
        var bound: Float
        /// Robust standard deviation of the pattern.
        var spread: Float
        /// The same of its contrast with its surroundings.
        var contrastSpread: Float
        /// Farthest from the middle that counts of what is seen.
        var seenBound: Float
        /// The pattern at the sampled places.
        var samples: [Float]
        /// Sum of the squares of ``samples``.
        var energy: Float
    }

    /// What was taught.
    public let model: FoilModel
    /// One per plane of the model.
    let patterns: [Pattern]
    /// Places at which a blister tells which pattern it has.
    private let places: [Int]

    /// Measures the pattern of `model` over the foil of `grid`.
    public init(_ model: FoilModel, grid: WorkGrid) {
        self.model = model
        let foil = grid.foil.indices.filter { grid.foil[$0] != 0 }
        let places = stride(from: 0, to: foil.count, by: Self.sampleStride).map { foil[$0] }
        self.places = places
        let channels = model.mean.count - 2
        patterns = model.mean.indices.map { plane in
            let mean = model.mean[plane]
            let middle = Statistics.median(foil.map { mean[$0] })
            let offsets = mean.map { $0 - middle }
            let spread = Self.spread(offsets, foil)
            let contrast = LocalContrast.of(
                offsets,
                places: grid.foil,
                windowCounts: grid.foilCounts,
                width: grid.width,
                radius: grid.foilRadius,
                bound: FoilScene.sheenBound(ofPlane: plane, channels: channels)
            )
            let bound = Self.patternSpreads * spread
            let deviation = Statistics.median(foil.map { model.deviation[plane][$0] })
            let samples = places.map { max(-bound, min(bound, offsets[$0])) }
            return Pattern(
                middle: middle,
                bound: bound,
                spread: spread,
                contrastSpread: Self.spread(contrast, foil),
                seenBound: Self.patternSpreads
                    * (spread * spread + deviation * deviation).squareRoot(),
                samples: samples,
                energy: samples.reduce(0) { $0 + $1 * $1 }
            )
        }
    }

    private static func spread(_ values: [Float], _ places: [Int]) -> Float {
        let values = places.map { values[$0] }
        let middle = Statistics.median(values)
        return 1.4826 * Statistics.median(values.map { abs($0 - middle) })
    }

    /// Share of the taught pattern of plane `plane` that `seen` has: 0 (another roll) to 1.
    func familiarity(of seen: [Float], plane: Int) -> Float {
        let pattern = patterns[plane]
        guard pattern.energy > 0 else { return 1 }
        let values = places.map { seen[$0] }
        let middle = Statistics.median(values)
        var product: Float = 0
        for (value, taught) in zip(values, pattern.samples) {
            let offset = max(-pattern.seenBound, min(pattern.seenBound, value - middle))
            product += offset * taught
        }
        return max(0, min(1, product / pattern.energy / Self.familiarShare))
    }

    /// The taught `mean` of plane `plane` with only the share `familiarity` of its pattern.
    func faded(_ mean: [Float], plane: Int, familiarity: Float) -> [Float] {
        guard familiarity < 1 else { return mean }
        let pattern = patterns[plane]
        return PatternKernels.faded(
            mean,
            middle: pattern.middle,
            bound: pattern.bound,
            share: 1 - familiarity
        )
    }

    /// Scatter to be expected of foil of which only the share `familiarity` is known.
    ///
    /// - Parameters:
    ///   - deviation: taught standard deviations.
    ///   - spread: robust standard deviation of the taught pattern.
    ///   - familiarity: 0 to 1, at which nothing changes.
    ///   - wide: seen and taught brightness smoothed widely: brighter foil scatters more; nil for
    ///     what does not scale with brightness.
    /// - Returns: standard deviations per place, never below `deviation`.
    func widened(
        _ deviation: [Float],
        spread: Float,
        familiarity: Float,
        wide: (seen: [Float], taught: [Float])?
    ) -> [Float] {
        guard familiarity < 1 else { return deviation }
        var result = deviation
        if let wide {
            PatternKernels.scale(
                &result,
                seen: wide.seen,
                taught: wide.taught,
                share: 1 - familiarity,
                range: (darkest: Self.darkest, ratioMax: Self.brighterMax)
            )
        }
        let square = spread * spread * (1 - familiarity * familiarity)
        PatternKernels.addVariance(square, to: &result)
        return result
    }
}
