internal import Blister
internal import Correction
internal import Documents
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
    var marginMillimetres: Double
    var overflow: OverflowPolicy
    var timeoutNanoseconds: Int64
    var rowRateHertz: Double
    /// Makes the corrector for the source's format; refuses a calibration of another width.
    var makeCorrector: @Sendable (ChunkFormat) throws(DocumentError) -> ChunkCorrector
}

/// Where the pipeline reports to.
struct PipelineHooks: Sendable {
    var faults: FaultBoard
    var progress: Progress
    /// Called on the cutting thread for every cut, before it is inspected.
    var announce: @Sendable (BlisterCut) -> Void
    /// Called on an inspecting thread for every verdict, and on the cutting thread for refused cuts.
    var deliver: @Sendable (JudgedBlister) -> Void
}
