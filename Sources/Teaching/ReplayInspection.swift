internal import Blister
public import Inspection
internal import Capture
internal import Imaging
public import Judging
public import PackReading
public import PocketVision
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
    private let examiners: ExaminerPool?

    /// Prepares the inspection of `product`.
    ///
    /// - Parameters:
    ///   - product: recipe and product model.
    ///   - networks: those that its recipe has limits for.
    ///   - texts: what reads the print and Braille that its recipe asks for; without, every blister of
    ///     such a recipe is rejected for them.
    ///   - expected: what must stand there.
    /// - Throws: where the networks need more memory than there is, or a text can be on no blister.
    public init(
        _ product: TaughtProduct,
        networks: PocketNetworks? = nil,
        texts: PackTexts? = nil,
        expected: ExpectedTexts = ExpectedTexts()
    ) throws {
        self.product = product
        judge = BlisterJudge(product)
        let isAlone = networks == nil && texts == nil
        examiners = isAlone ? nil : try ExaminerPool(networks, texts: texts, expected: expected)
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
            millimetresPerColumn: replay.millimetresPerColumn,
            lights: replay.lights
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
            return examiners.withExaminers {
                judge.judge(cuts[index], examiner: $0.pockets, texts: $0.texts)
            }
        }
        for judged in all {
            try emit(judged)
        }
    }
}
