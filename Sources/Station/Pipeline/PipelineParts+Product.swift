internal import Blister
internal import Correction
internal import Inspection
internal import Registration
internal import Rejection

/// Where rows come from and how they are paced, as far as the stages after capture must know.
struct RowSupply: Sendable {
    var millimetresPerColumn: Double
    var millimetresPerRow: Double
    var rowRateHertz: Double
    var lights: Int
    var timeoutNanoseconds: Int64
    var overflow: OverflowPolicy
}

extension PipelineParts {
    /// The parts that a taught product and a supply of rows mean.
    ///
    /// - Parameters:
    ///   - product: recipe, model and template.
    ///   - supply: where rows come from.
    ///   - trigger: what says where cycles begin; nil finds blisters from the picture.
    ///   - calibration: dark and gain, or nil.
    /// - Returns: nil when the recipe was taught from still pictures.
    init?(
        product: TaughtProduct,
        supply: RowSupply,
        trigger: CycleTrigger?,
        calibration: Calibration?
    ) {
        guard let web = product.recipe.web else { return nil }
        // After the lights are separated one row stands for a group of rows.
        let rows = Double(supply.lights)
        let template = AlignmentTemplate(
            mean: product.templateMean,
            deviation: product.templateDeviation,
            millimetresPerPixel: product.recipe.millimetresPerPixel,
            layout: product.recipe.layout
        )
        self.init(
            geometry: WebGeometry(
                millimetresPerColumn: supply.millimetresPerColumn,
                millimetresPerRow: supply.millimetresPerRow * rows,
                laneOriginMillimetres: web.laneOriginMillimetres,
                triggerOffsetMillimetres: web.triggerOffsetMillimetres,
                layout: product.recipe.layout
            ),
            channels: product.recipe.channels,
            trigger: trigger ?? .image(template),
            cyclePulses: nil,
            numbering: .own,
            judge: BlisterJudge(
                aligner: Aligner(template: template, search: .web),
                inspector: Inspector(recipe: product.recipe, model: product.model)
            ),
            overflow: supply.overflow,
            timeoutNanoseconds: supply.timeoutNanoseconds,
            rowRateHertz: supply.rowRateHertz / rows,
            calibration: calibration,
            lights: supply.lights
        )
    }
}
