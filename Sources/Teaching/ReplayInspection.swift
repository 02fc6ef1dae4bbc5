public import Blister
public import Inspection
internal import Capture
internal import Imaging
internal import Registration

/// Inspects blisters of a replay set or of still pictures with a taught product.
///
/// The order and the bits of the results do not depend on the number of threads.
public struct ReplayInspection: Sendable {
    /// Cuts that are judged together, as a bound on memory.
    static let batchCount = 16

    /// One judged blister.
    public struct Judged: Sendable {
        /// The verdict with all its checks.
        public var result: InspectionResult
        /// The registered blister; nil when it could not be aligned.
        public var registered: RegisteredBlister?
    }

    /// Judges blisters.
    public let inspector: Inspector
    let template: AlignmentTemplate

    /// Prepares the inspection of `product`.
    public init(_ product: TaughtProduct) {
        inspector = Inspector(recipe: product.recipe, model: product.model)
        template = AlignmentTemplate(
            mean: product.templateMean,
            deviation: product.templateDeviation,
            millimetresPerPixel: product.recipe.millimetresPerPixel
        )
    }

    /// Judges every blister of the replay set in `folder`, in order of cycle and lane.
    ///
    /// - Throws: ``RecipeMisfit`` when the recipe is for another line, or what is wrong in the set.
    public func inspect(replayFolder folder: String, emit: (Judged) throws -> Void) throws {
        let replay = try ReplaySet(folder: folder)
        let recipe = inspector.recipe
        let web = try recipe.checkFit(
            width: replay.format.width,
            channels: replay.format.channels,
            millimetresPerColumn: replay.millimetresPerColumn
        )
        let geometry = WebGeometry(
            millimetresPerColumn: replay.millimetresPerColumn,
            millimetresPerRow: replay.millimetresPerRow,
            laneOriginMillimetres: web.laneOriginMillimetres,
            triggerOffsetMillimetres: web.triggerOffsetMillimetres,
            layout: recipe.layout
        )
        let trigger: CycleTrigger =
            replay.cycleRows.map { .rows($0) } ?? .image(template)
        var cutter = BlisterCutter(geometry: geometry, format: replay.format, trigger: trigger)
        let aligner = Aligner(template: template, search: .web)
        var waiting: [BlisterCut] = []
        try WebRows.forEach(replay) { chunk in
            cutter.accept(chunk) { waiting.append($0) }
            if waiting.count >= Self.batchCount {
                try judge(waiting, aligner, emit)
                waiting = []
            }
        }
        cutter.finish { waiting.append($0) }
        try judge(waiting, aligner, emit)
    }

    func judge(
        _ cuts: [BlisterCut],
        _ aligner: Aligner,
        _ emit: (Judged) throws -> Void
    ) throws {
        let judged = ParallelMap.map(count: cuts.count) { index -> Judged in
            guard let registered = aligner.align(cuts[index]) else {
                return Judged(result: inspector.unaligned(cuts[index]), registered: nil)
            }
            return Judged(result: inspector.inspect(registered), registered: registered)
        }
        for one in judged { try emit(one) }
    }
}
