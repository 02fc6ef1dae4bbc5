internal import Blister
internal import Correction
internal import Judging
internal import PackReading
internal import PocketVision
internal import Records
internal import Registration
internal import Rejection

/// What the stages of one pipeline are made from.
struct PipelineParts: Sendable {
    var geometry: WebGeometry
    var channels: Int
    var trigger: CycleTrigger
    /// Edges of the `cycle` pin, when they give the trigger rows.
    var cyclePulses: CountHistory?
    var numbering: CycleNumbering
    var judge: BlisterJudge
    /// The networks that the recipe has limits for, with a seat for each inspecting thread.
    var networks: ModelSlot?
    /// The print and Braille that the recipe asks for, with a seat for each inspecting thread.
    var texts: TextSlot?
    var overflow: OverflowPolicy
    var timeoutNanoseconds: Int64
    var rowRateHertz: Double
    /// Dark and gain per column; nil inspects rows as they come.
    var calibration: Calibration?
    /// Strobed lights; row k is lit by light k mod `lights`.
    var lights: Int
    /// Copies the reference strip for camera health; nil without one.
    var strip: StripSampler?
}

/// Where the pipeline reports to.
struct PipelineHooks: Sendable {
    var faults: FaultBoard
    var progress: Progress
    /// Called on the cutting thread for every cut, before it is inspected.
    var announce: @Sendable (BlisterCut) -> Void
    /// Called on an inspecting thread for every verdict, and on the cutting thread for refused cuts.
    var deliver: @Sendable (BlisterRecord) -> Void
}
