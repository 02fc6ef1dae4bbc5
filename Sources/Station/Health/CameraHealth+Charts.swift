internal import Panel
internal import ProcessControl

extension CameraHealth {
    /// Charts of the camera at most, so that the page stays small.
    static let chartCountMax = 12

    /// The charts, those that warn first.
    var charts: [PanelTrend] {
        let warned = Set(warnings.map { $0.series.key(lane: $0.lane) })
        let snapshots = keys.compactMap { board.snapshot(of: $0) }.filter { !$0.points.isEmpty }
        let ordered =
            snapshots.filter { warned.contains($0.key) }
            + snapshots.filter { !warned.contains($0.key) }
        return ordered.prefix(Self.chartCountMax).map { snapshot in
            var chart = PanelTrend(snapshot)
            // Its points are samples: a forecast in cycles would be wrong.
            chart.capability = words(of: snapshot)
            return chart
        }
    }

    /// Every series.
    var keys: [TrendKey] { lanes.flatMap { board.keys(lane: $0) } }

    private func words(of snapshot: TrendSnapshot) -> String? {
        guard let series = HealthSeries(rawValue: snapshot.feature) else { return nil }
        if series == .dirt { return "warns over \(format(limit(of: series) * 100)) %" }
        guard let mean = snapshot.baseline?.mean else { return nil }
        let below = format(mean * (1 - limit(of: series)))
        guard series == .brightness else { return "warns under \(below)" }
        return "warns under \(below) and over \(format(mean * (1 + limit(of: series))))"
    }

    private func format(_ value: Double) -> String {
        let digits = value >= 100 ? 1.0 : value >= 1 ? 100 : 10_000
        return "\((value * digits).rounded() / digits)"
    }
}

extension TrendSnapshot {
    /// The series.
    var key: TrendKey { TrendKey(feature: feature, pocket: pocket, lane: lane) }
}
