public import Capture
internal import Inspection
internal import Linux
public import PackReading
public import PocketVision
public import Records
internal import Registration
internal import Synchronization

/// Runs a source through the way of a blister without pins or records.
///
/// The same pipeline as the daemon's, for benchmarks and tests.
public struct Rehearsal: Sendable {
    /// Where rows come from, and in which pixels.
    public struct Supply: Sendable {
        /// Extent of one column.
        public var millimetresPerColumn: Double
        /// Extent of one row.
        public var millimetresPerRow: Double
        /// Rows a second.
        public var rowRateHertz: Double
        /// Trigger rows; nil finds blisters from the picture.
        public var cycleRows: [Int]?
        /// Whether rows come at their own pace and are dropped when nobody takes them.
        public var isPaced: Bool

        /// Makes a supply.
        public init(
            millimetresPerColumn: Double,
            millimetresPerRow: Double,
            rowRateHertz: Double,
            cycleRows: [Int]?,
            isPaced: Bool
        ) {
            self.millimetresPerColumn = millimetresPerColumn
            self.millimetresPerRow = millimetresPerRow
            self.rowRateHertz = rowRateHertz
            self.cycleRows = cycleRows
            self.isPaced = isPaced
        }
    }

    private let product: TaughtProduct
    private let workers: Int
    /// The networks in force; nil where the recipe has no limits for any.
    public let networks: ModelSlot?
    /// The texts in force; nil where the recipe asks for none.
    public let texts: TextSlot?
    /// Counts what went wrong on the way.
    public let faults = FaultBoard()

    /// Prepares a rehearsal with `workers` inspecting threads; `modelsFolder` holds the classifier, nil:
    /// where models ship.
    public init(recipePath: String, workers: Int, modelsFolder: String? = nil) throws {
        let product = try TaughtProduct(recipePath: recipePath)
        self.product = product
        self.workers = workers
        networks = try PocketNetworks(
            product,
            recipePath: recipePath,
            modelsFolder: modelsFolder
        ).map { try ModelSlot($0, workers: workers) }
        texts = try PackTexts(product.recipe, recipePath: recipePath, modelsFolder: nil).map {
            try TextSlot($0, expected: product.recipe.standingTexts, workers: workers)
        }
    }

    /// Runs `source` to its end; `deliver` is called on inspecting threads, in any order.
    public func run(
        _ source: any ChunkSource,
        supply: Supply,
        deliver: @escaping @Sendable (BlisterRecord) -> Void
    ) throws {
        guard var parts = PipelineParts(product: product, supply: supply) else {
            throw RecipeMisfit.taughtFromStills
        }
        parts.networks = networks
        parts.texts = texts
        let pipeline = try Pipeline(
            source: source,
            parts: parts,
            plan: Pipeline.ThreadingPlan(capture: ThreadPlan(name: "capture"), workers: workers),
            hooks: PipelineHooks(
                faults: faults,
                progress: Progress(),
                announce: { _ in },
                deliver: deliver
            )
        )
        _ = try pipeline.start()
        pipeline.join()
    }
}

extension PipelineParts {
    init?(product: TaughtProduct, supply: Rehearsal.Supply) {
        self.init(
            product: product,
            supply: RowSupply(
                millimetresPerColumn: supply.millimetresPerColumn,
                millimetresPerRow: supply.millimetresPerRow,
                rowRateHertz: supply.rowRateHertz,
                lights: 1,
                timeoutNanoseconds: 1_000_000_000,
                overflow: supply.isPaced ? .drop : .wait
            ),
            trigger: supply.cycleRows.map { .rows($0) },
            calibration: nil
        )
    }
}
