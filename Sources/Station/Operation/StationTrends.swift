internal import Blister
internal import Foundation
internal import Linux
internal import ProcessControl
internal import Records
internal import Synchronization

/// The control charts of a station: fed on the records thread, read on the control plane.
///
/// Accepted blisters are measured, all are counted. Limits that a first run of blisters gave stand until
/// a person asks for new ones; they are kept in `trends.json` beside the store, for this recipe only.
final class StationTrends: RecordObserver {
    private struct Followed: Sendable {
        var board: TrendBoard?
        var layout: TrendLayout?
        /// Whether no charts could be made of the first accepted blister; none is tried again.
        var hasFailed = false
    }

    /// What is kept over a restart.
    private struct Kept: Codable {
        struct Series: Codable {
            let key: TrendKey
            let baseline: ProcessBaseline
        }

        let recipe: String
        let series: [Series]
        let rejects: [Int: ProportionBaseline]
        /// Deviations of columns that a person accepted, by lane; nil: none.
        let columns: [Int: [Float]]?
    }

    private let followed = Mutex(Followed())
    private let path: String
    /// Digest of the recipe: another one has other limits.
    private let recipe: String
    private let lanes: Int
    private let settings: TrendSettings
    private let kept: Kept?

    /// Reads the limits of earlier runs; a file that cannot be read begins anew and is replaced.
    ///
    /// - Parameters:
    ///   - folder: of the records.
    ///   - recipe: digest of the recipe.
    ///   - lanes: across the web.
    /// - Throws: where the settings of the charts are out of range.
    init(folder: String, recipe: String, lanes: Int) throws {
        path = (folder as NSString).appendingPathComponent("trends.json")
        self.recipe = recipe
        self.lanes = lanes
        settings = try TrendSettings()
        let bytes = FileManager.default.contents(atPath: path)
        let read = bytes.flatMap { try? JSONDecoder().decode(Kept.self, from: $0) }
        kept = read.flatMap { $0.recipe == recipe ? $0 : nil }
    }

    /// The charts; nil before the first accepted blister.
    var board: TrendBoard? { followed.withLock { $0.board } }

    func take(_ filed: FiledResult) {
        guard !filed.isSetApart else { return }
        let identity = filed.result.identity
        let isAccept = filed.result.verdict == .accept
        let (board, layout) = followed.withLock { followed in
            if followed.board == nil, !followed.hasFailed, isAccept {
                followed.layout = TrendLayout(of: filed.result)
                followed.board = try? makeBoard(filed.result)
                followed.hasFailed = followed.board == nil
            }
            return (followed.board, followed.layout)
        }
        guard let board, let layout, (0..<lanes).contains(identity.lane) else { return }
        let values =
            isAccept
            ? layout.values(of: filed.result)
            : [Double](repeating: .nan, count: layout.places.count)
        board.record(
            values,
            lane: identity.lane,
            cycle: UInt64(max(0, identity.cycle)),
            isRejected: !isAccept
        )
    }

    /// Ends patterns: the next blister does not follow the last one.
    func breakOff() { board?.breakOff() }

    /// Limits that earlier runs of this recipe found.
    var known: [TrendKey: ProcessBaseline] {
        let series = (kept?.series ?? []).map { ($0.key, $0.baseline) }
        return Dictionary(series, uniquingKeysWith: { first, _ in first })
    }

    /// What earlier runs of this recipe kept of the camera.
    var knownHealth: KeptHealth {
        KeptHealth(baselines: known, columns: kept?.columns ?? [:])
    }

    /// Writes the limits in force down.
    ///
    /// - Parameter health: those of the camera's charts, and its accepted columns.
    /// - Throws: where the disk refuses.
    func keep(_ health: KeptHealth = KeptHealth()) throws {
        let board = self.board
        guard board != nil || health != KeptHealth() else { return }
        // Before the first accepted blister those of earlier runs are still in force.
        let own =
            board?.baselines()
            ?? known.filter { HealthSeries(rawValue: $0.key.feature) == nil }
        let series = own.merging(health.baselines) { _, new in new }
            .sorted { $0.key.description < $1.key.description }
        var rejects: [Int: ProportionBaseline] = [:]
        for lane in 0..<lanes { rejects[lane] = board?.rejectSnapshot(lane: lane)?.baseline }
        if board == nil { rejects = self.kept?.rejects ?? [:] }
        let kept = Kept(
            recipe: recipe,
            series: series.map { Kept.Series(key: $0.key, baseline: $0.value) },
            rejects: rejects,
            columns: health.columns.isEmpty ? nil : health.columns
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try AtomicFile.replace(path, with: Array(try encoder.encode(kept)))
    }

    private func makeBoard(_ result: InspectionResult) throws -> TrendBoard? {
        let baselines = known
        let layout = TrendLayout(of: result)
        let features = try (0..<lanes).flatMap { lane in
            try layout.features(of: result, lane: lane, baselines: baselines)
        }
        // Every lane has a series for each place: what `record` is given fits.
        guard features.count == lanes * layout.places.count else { return nil }
        return try TrendBoard(
            features: features,
            settings: settings,
            rejectBaselines: kept?.rejects ?? [:]
        )
    }
}
