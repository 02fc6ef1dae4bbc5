internal import Blister
public import Inspection
public import Registration

extension TaughtProduct {
    /// What the blisters look like, for finding and aligning them.
    public var alignmentTemplate: AlignmentTemplate {
        AlignmentTemplate(
            mean: templateMean,
            deviation: templateDeviation,
            millimetresPerPixel: recipe.millimetresPerPixel,
            layout: recipe.layout
        )
    }

    /// How far blisters may lie from where they are expected: wide for still pictures.
    public var alignmentSearch: AlignmentSearch {
        guard recipe.web == nil else { return .web }
        return .still(
            widthMillimetres: recipe.layout.width,
            lengthMillimetres: recipe.layout.length
        )
    }

    /// Where the blisters lie on a web whose pixels have this extent, both positive.
    ///
    /// Nil when the recipe was taught from still pictures.
    public func webGeometry(
        millimetresPerColumn: Double,
        millimetresPerRow: Double
    ) -> WebGeometry? {
        recipe.web.map { web in
            WebGeometry(
                millimetresPerColumn: millimetresPerColumn,
                millimetresPerRow: millimetresPerRow,
                laneOriginMillimetres: web.laneOriginMillimetres,
                triggerOffsetMillimetres: web.triggerOffsetMillimetres,
                layout: recipe.layout,
                marginBelowMillimetres: marginBelowMillimetres
            )
        }
    }

    /// Room below a blister for the largest step error that passes, for a slant and for jitter.
    ///
    /// What lies further behind need not be seen: it is rejected for its step.
    private var marginBelowMillimetres: Double? {
        recipe.blisterLimits[.step]?.upper.map { max(0, $0) + Self.slackBelowMillimetres }
    }

    private static let slackBelowMillimetres = 0.4
}
