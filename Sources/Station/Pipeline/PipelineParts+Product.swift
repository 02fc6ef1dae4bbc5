internal import Blister
internal import Correction
internal import Inspection
internal import Judging
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
    /// The parts that a taught product and a supply of rows mean; nil when taught from stills.
    ///
    /// - Parameters:
    ///   - product: recipe, model and template.
    ///   - supply: where rows come from.
    ///   - trigger: what says where cycles begin; nil finds blisters from the picture.
    ///   - calibration: dark and gain, or nil.
    init?(
        product: TaughtProduct,
        supply: RowSupply,
        trigger: CycleTrigger?,
        calibration: Calibration?
    ) {
        // After the lights are separated one row stands for a group of rows.
        let rows = Double(supply.lights)
        let geometry = product.webGeometry(
            millimetresPerColumn: supply.millimetresPerColumn,
            millimetresPerRow: supply.millimetresPerRow * rows
        )
        guard let geometry else { return nil }
        let judge = BlisterJudge(product)
        self.init(
            geometry: geometry,
            channels: product.recipe.channels,
            trigger: trigger ?? .image(judge.aligner.template),
            cyclePulses: nil,
            numbering: .own,
            judge: judge,
            overflow: supply.overflow,
            timeoutNanoseconds: supply.timeoutNanoseconds,
            rowRateHertz: supply.rowRateHertz / rows,
            calibration: calibration,
            lights: supply.lights
        )
    }
}
