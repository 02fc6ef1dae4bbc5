internal import Blister
internal import Imaging
internal import Inspection
internal import Linux
internal import ProcessControl
internal import Records
internal import Registration
internal import Synchronization

/// How well the camera sees: sharpness, dirt before the lens, light, and the room that good blisters
/// leave to the limits.
///
/// Inspecting threads offer what they have delivered, and never wait; a thread of the control plane
/// measures one blister of a lane in a while. It warns and changes nothing: no verdict, no limit.
final class CameraHealth: Sendable {
    /// What is looked at, and how often.
    struct Plan: Sendable {
        var geometry: WebGeometry
        var recipe: Recipe
        var configuration: CameraHealthConfiguration
        /// Samples of a pixel, 1 or 3.
        var channels: Int
        /// Columns of the reference strip; nil without one.
        var stripColumns: Range<Int>?
        /// Whether columns were made even by a flat field.
        var isCalibrated: Bool
        /// Time from one measured blister of a lane to the next, at least.
        var pauseNanoseconds: Int64 = 1_000_000_000
        /// Rows from one sample of the strip to the next: prime, so that every part of a pitch gets its
        /// turn.
        var stripRowInterval = 211
        /// Sampled rows of the strip that make one value.
        var stripRowCount = 32
        /// Change of a column's deviation by one blister.
        var dirtStep: Float = 0.003
    }

    /// Blisters before dirt is spoken of.
    static let dirtLookCountMin = 30

    private struct Offered: Sendable {
        var records: [BlisterRecord?]
        var nextNanoseconds: [Int64]
    }

    struct Lane: Sendable {
        var dirt: DirtColumns?
        /// What belongs there, of every column of a cut; nil: nothing was accepted.
        var acceptedColumns: [Float]?
        var looks = 0
        /// Column of the camera at which a cut begins.
        var firstColumn = 0
        var isDirty = false
        var streaks: [DirtStreak] = []
        var watches: [HealthSeries: DriftWatch] = [:]
        var values: [HealthSeries: [Double]] = [:]
    }

    private struct State: Sendable {
        var lanes: [Lane]
        var strip: [[Float]] = []
        var warnings: [HealthWarning] = []
    }

    /// Filled by the cutting thread; nil without a reference strip.
    let strip: StripSampler?
    /// The charts.
    let board: TrendBoard
    private let plan: Plan
    private let margin: ScoreMargin
    private let offered: Mutex<Offered>
    private let state: Mutex<State>

    /// Begins to look.
    ///
    /// - Parameters:
    ///   - plan: what is looked at.
    ///   - known: what earlier runs kept.
    /// - Throws: never with these charts.
    init(_ plan: Plan, known: KeptHealth = KeptHealth()) throws {
        self.plan = plan
        strip = plan.stripColumns.map { columns in
            StripSampler(
                columns: columns,
                channels: plan.channels,
                rowInterval: plan.stripRowInterval
            )
        }
        margin = ScoreMargin(plan.recipe)
        let lanes = plan.recipe.layout.lanes
        let design = try ChartDesign(subgroupSize: TrendLayout.subgroupSize)
        let features = (0..<lanes).flatMap { lane in
            HealthSeries.all(lane: lane, hasStrip: plan.stripColumns != nil).map { series in
                let key = series.key(lane: lane)
                return TrendFeature(
                    key: key,
                    unit: series.unit,
                    design: design,
                    baseline: known.baselines[key]
                )
            }
        }
        board = try TrendBoard(features: features, settings: TrendSettings())
        var lane = Lane()
        for series in HealthSeries.allCases where series != .dirt {
            lane.watches[series] = DriftWatch(
                limit: plan.configuration.limit(of: series),
                direction: series == .brightness ? .both : .down
            )
        }
        let watched = (0..<lanes).map { number in
            var lane = lane
            lane.acceptedColumns = known.columns[number]
            return lane
        }
        state = Mutex(State(lanes: watched))
        offered = Mutex(
            Offered(
                records: Array(repeating: nil, count: lanes),
                nextNanoseconds: Array(repeating: 0, count: lanes)
            )
        )
    }

    /// Takes a delivered blister where one is due; never waits.
    func offer(_ record: BlisterRecord) {
        guard record.inspected != nil else { return }
        let lane = record.result.identity.lane
        let now = MonotonicClock.nowNanoseconds
        offered.withLockIfAvailable { offered in
            guard offered.records.indices.contains(lane), offered.records[lane] == nil,
                now >= offered.nextNanoseconds[lane]
            else { return }
            offered.records[lane] = record
            offered.nextNanoseconds[lane] = now + plan.pauseNanoseconds
        }
    }

    /// Measures what was offered; the control plane.
    ///
    /// - Returns: what a person should see to now.
    @discardableResult
    func step() -> [HealthWarning] {
        let records = offered.withLock { offered in
            defer { for lane in offered.records.indices { offered.records[lane] = nil } }
            return offered.records
        }
        for record in records {
            guard let record, let cut = record.inspected?.cut else { continue }
            measure(cut, record.result)
        }
        measureStrip()
        let references = board.baselines()
        return state.withLock { state in
            state.warnings = state.lanes.indices.flatMap { lane in
                warnings(of: &state.lanes[lane], lane: lane, references)
            }
            return state.warnings
        }
    }

    /// Where blisters and pockets lie.
    var layout: Layout { plan.recipe.layout }

    /// Lanes across the web.
    var lanes: Range<Int> { 0..<layout.lanes }

    /// Change at which a series warns, a share.
    func limit(of series: HealthSeries) -> Double { plan.configuration.limit(of: series) }

    /// What a person should see to, by the last step.
    var warnings: [HealthWarning] { state.withLock { $0.warnings } }

    /// The newest value of each series that has one.
    var newest: [(series: HealthSeries, lane: Int, value: Double)] {
        state.withLock { state in
            HealthSeries.allCases.flatMap { series in
                state.lanes.enumerated().compactMap { lane, watched in
                    watched.values[series]?.last.map { (series, lane, $0) }
                }
            }
        }
    }

    /// Forgets the values before new limits; columns as they are now are what belongs there, such as
    /// a line of perforation along the web.
    func forget(_ series: HealthSeries, lane: Int) {
        state.withLock { state in
            guard state.lanes.indices.contains(lane) else { return }
            state.lanes[lane].values[series] = nil
            guard series == .dirt, state.lanes[lane].dirt != nil else { return }
            state.lanes[lane].dirt?.accept()
            state.lanes[lane].acceptedColumns = state.lanes[lane].dirt?.accepted
        }
    }

    /// What a restart must not forget.
    var kept: KeptHealth {
        let columns = state.withLock { state in
            Dictionary(
                uniqueKeysWithValues: state.lanes.enumerated().compactMap { number, lane in
                    lane.acceptedColumns.map { (number, $0) }
                }
            )
        }
        return KeptHealth(baselines: board.baselines(), columns: columns)
    }

    private func measure(_ cut: BlisterCut, _ result: InspectionResult) {
        let (lane, cycle) = (result.identity.lane, result.identity.cycle)
        var values: [HealthSeries: Double] = [:]
        values[.focus] = FoilRows(cut: cut, layout: plan.recipe.layout).sharpness
        values[.margin] = margin.percent(of: result)
        values[.dirt] = dirt(in: cut, lane: lane)
        record(values, lane: lane, cycle: cycle)
    }

    /// Adds the foil of a cut to the columns' medians.
    ///
    /// - Returns: the strongest change of a column, in per cent; nil before enough blisters.
    private func dirt(in cut: BlisterCut, lane number: Int) -> Double? {
        let width = cut.image.width
        let reach = max(8, width / 64)
        guard width > 4 * reach else { return nil }
        let foil = FoilRows(cut: cut, layout: plan.recipe.layout)
        let profile = foil.profile(state.withLock { $0.lanes[number].looks })
        let origin = plan.geometry.firstColumn(lane: number)
        return state.withLock { state in
            var lane = state.lanes[number]
            let known = lane.dirt.flatMap { $0.width == width ? $0 : nil }
            var dirt =
                known
                ?? DirtColumns(
                    width: width,
                    reach: reach,
                    step: plan.dirtStep,
                    accepted: lane.acceptedColumns.flatMap { $0.count == width ? $0 : nil }
                )
            dirt.add(profile.brightness, where: profile.isPlain)
            lane.dirt = dirt
            lane.looks += 1
            lane.firstColumn = Int((origin - cut.expectedOrigin.x).rounded())
            state.lanes[number] = lane
            guard dirt.rowCount >= Self.dirtLookCountMin else { return nil }
            return Double(dirt.changes.map(abs).max() ?? 0) * 100
        }
    }

    private func measureStrip() {
        guard let strip else { return }
        let fetched = strip.fetch()
        let full = state.withLock { state -> [Float]? in
            state.strip += fetched
            guard state.strip.count >= plan.stripRowCount else { return nil }
            defer { state.strip = [] }
            return state.strip.flatMap { $0 }
        }
        guard let full else { return }
        let measured = ReferenceStrip(full)
        record([.brightness: measured.brightness, .evenness: measured.evenness], lane: 0, cycle: 0)
    }

    private func record(_ values: [HealthSeries: Double], lane: Int, cycle: Int) {
        let series = HealthSeries.all(lane: lane, hasStrip: strip != nil)
        board.record(
            series.map { values[$0] ?? .nan },
            lane: lane,
            cycle: UInt64(max(0, cycle)),
            isRejected: nil
        )
        state.withLock { state in
            for (series, value) in values {
                let newest = (state.lanes[lane].values[series] ?? []) + [value]
                state.lanes[lane].values[series] = newest.suffix(DriftWatch.valueCount)
            }
        }
    }

    private func warnings(
        of lane: inout Lane,
        lane number: Int,
        _ references: [TrendKey: ProcessBaseline]
    ) -> [HealthWarning] {
        var found: [HealthWarning] = []
        for series in HealthSeries.allCases {
            guard var watch = lane.watches[series] else { continue }
            watch.look(
                at: lane.values[series] ?? [],
                reference: references[series.key(lane: number)]?.mean
            )
            lane.watches[series] = watch
            guard watch.isWarning, let change = watch.change else { continue }
            let sentence = HealthWords.sentence(series, change: change, lane: number)
            found.append(HealthWarning(series: series, lane: number, sentence: sentence))
        }
        if let warning = dirtWarning(&lane, number) { found.append(warning) }
        return found
    }

    private func dirtWarning(_ lane: inout Lane, _ number: Int) -> HealthWarning? {
        guard let dirt = lane.dirt, dirt.rowCount >= Self.dirtLookCountMin else {
            lane.isDirty = false
            return nil
        }
        let limit = Float(plan.configuration.dirt)
        let beyond = lane.isDirty ? limit * Float(DriftWatch.overShare) : limit
        let streaks = dirt.streaks(beyond: beyond)
        lane.isDirty = !streaks.isEmpty
        guard lane.isDirty else { return nil }
        let first = lane.firstColumn
        let shown = streaks.map { streak in
            let columns = streak.columns
            return DirtStreak(
                columns: columns.lowerBound + first...columns.upperBound + first,
                deviation: streak.deviation
            )
        }
        let sentence = HealthWords.sentence(shown, isCalibrated: plan.isCalibrated)
        return HealthWarning(series: .dirt, lane: number, sentence: sentence)
    }
}
