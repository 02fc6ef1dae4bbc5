internal import Blister
public import Inspection
internal import Capture
internal import Imaging
public import Judging
internal import Registration

/// Inspects blisters of a replay set or of still pictures with a taught product.
///
/// The order and the bits of the results do not depend on the number of threads.
public struct ReplayInspection: Sendable {
    /// Cuts that are judged together, as a bound on memory.
    static let batchCount = 16

    /// Judges blisters.
    public let judge: BlisterJudge
    private let product: TaughtProduct

    /// Prepares the inspection of `product`.
    public init(_ product: TaughtProduct) {
        self.product = product
        judge = BlisterJudge(product)
    }

    var recipe: Recipe { product.recipe }

    /// Judges every blister of the replay set in `folder`, in order of cycle and lane.
    ///
    /// - Throws: ``RecipeMisfit`` when the recipe is for another line, or what is wrong in the set.
    public func inspect(replayFolder folder: String, emit: (JudgedBlister) throws -> Void) throws {
        let replay = try ReplaySet(folder: folder)
        try recipe.checkFit(
            width: replay.format.width,
            channels: replay.format.channels,
            millimetresPerColumn: replay.millimetresPerColumn
        )
        let geometry = product.webGeometry(
            millimetresPerColumn: replay.millimetresPerColumn,
            millimetresPerRow: replay.millimetresPerRow
        )
        guard let geometry else { throw RecipeMisfit.taughtFromStills }
        let trigger: CycleTrigger =
            replay.cycleRows.map { .rows($0) } ?? .image(judge.aligner.template)
        var cutter = BlisterCutter(geometry: geometry, format: replay.format, trigger: trigger)
        var waiting: [BlisterCut] = []
        try WebRows.forEach(replay) { chunk in
            cutter.accept(chunk) { waiting.append($0) }
            if waiting.count >= Self.batchCount {
                try emitJudged(waiting, emit)
                waiting = []
            }
        }
        cutter.finish { waiting.append($0) }
        try emitJudged(waiting, emit)
    }

    func emitJudged(_ cuts: [BlisterCut], _ emit: (JudgedBlister) throws -> Void) throws {
        for judged in ParallelMap.map(count: cuts.count, { judge.judge(cuts[$0]) }) {
            try emit(judged)
        }
    }
}
