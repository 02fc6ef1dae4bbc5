internal import Blister
internal import Correction
internal import Documents
internal import Inspection
internal import Registration
internal import Rejection

extension TaughtProduct {
    /// Where the blisters lie on a web whose pixels have this extent; nil when the recipe was
    /// taught from still pictures.
    func geometry(millimetresPerColumn: Double, millimetresPerRow: Double) -> WebGeometry? {
        guard let web = recipe.web else { return nil }
        return WebGeometry(
            millimetresPerColumn: millimetresPerColumn,
            millimetresPerRow: millimetresPerRow,
            laneOriginMillimetres: web.laneOriginMillimetres,
            triggerOffsetMillimetres: web.triggerOffsetMillimetres,
            layout: recipe.layout
        )
    }

    /// The template that cuts are aligned to.
    var template: AlignmentTemplate {
        AlignmentTemplate(
            mean: templateMean,
            deviation: templateDeviation,
            millimetresPerPixel: recipe.millimetresPerPixel
        )
    }
}

/// Where rows come from and how they are paced, as far as the stages after capture must know.
struct RowSupply: Sendable {
    var millimetresPerColumn: Double
    var millimetresPerRow: Double
    var rowRateHertz: Double
    var lights: Int
    var timeoutNanoseconds: Int64
    /// Trigger rows known beforehand.
    var cycleRows: [Int]?
    var overflow: OverflowPolicy
}
