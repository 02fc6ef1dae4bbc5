internal import Blister
public import Inspection
internal import Capture
internal import Imaging
public import Judging
public import PocketVision
internal import Registration
public import VisionModels

/// Inspects blisters of a replay set or of still pictures with a taught product.
///
/// The order and the bits of the results do not depend on the number of threads.
public struct ReplayInspection: Sendable {
    /// Cuts that are judged together, as a bound on memory.
    static let batchCount = 16

    /// Judges blisters.
    public let judge: BlisterJudge
    private let product: TaughtProduct
    private let examiners: ExaminerPool?

    /// Prepares the inspection of `product`; `networks` are those that its recipe has limits
    /// for.
    ///
    /// - Throws: where the networks need more memory than there is.
    public init(_ product: TaughtProduct, networks: PocketNetworks? = nil) throws(VisionModelError)
    {
        self.product = product
        judge = BlisterJudge(product)
        var pool: ExaminerPool?
        if let networks { pool = try ExaminerPool(networks) }
        examiners = pool
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
        let judge = judge
        let all = ParallelMap.map(count: cuts.count) { index in
            guard let examiners else { return judge.judge(cuts[index]) }
            return examiners.withExaminer { judge.judge(cuts[index], examiner: $0) }
        }
        for judged in all {
            try emit(judged)
        }
    }
}
