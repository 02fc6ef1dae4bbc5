internal import Foundation
internal import Panel
internal import ProcessControl

extension PanelTrend {
    /// A chart of means with its limits.
    init(_ snapshot: TrendSnapshot) {
        let alarms = snapshot.points.enumerated().flatMap { index, point in
            point.locationRules.map { Alarm(index: index, rule: Self.ruleName($0)) }
        }
        self.init(
            name: snapshot.name,
            unit: snapshot.unit == "1" ? "" : snapshot.unit,
            points: snapshot.points.map(\.location),
            centre: snapshot.locationLimits?.centre,
            lower: snapshot.locationLimits?.lower,
            upper: snapshot.locationLimits?.upper,
            alarms: alarms,
            capability: snapshot.words
        )
    }

    /// The chart of a lane's rejects, in percent, with Laney's limits.
    init(_ snapshot: RejectSnapshot) {
        let limits = snapshot.points.last.flatMap { $0.laneyLimits ?? $0.limits }
        let alarms = snapshot.points.enumerated().flatMap { index, point in
            point.rules.map { Alarm(index: index, rule: Self.ruleName($0)) }
        }
        self.init(
            name: RejectSnapshot.name(lane: snapshot.lane),
            unit: "%",
            points: snapshot.points.map { $0.share * 100 },
            centre: limits.map { $0.centre * 100 },
            lower: limits.map { $0.lower * 100 },
            upper: limits.map { $0.upper * 100 },
            alarms: alarms,
            capability: nil
        )
    }

    private static func ruleName(_ number: Int) -> String {
        NelsonRule(rawValue: number).map { "Nelson \(number): \($0.name)" } ?? "Nelson \(number)"
    }
}

extension RejectSnapshot {
    /// What the chart of a lane's rejects is called where it is drawn.
    static func name(lane: Int) -> String { "rejects p′, lane \(lane)" }
}

extension TrendSnapshot {
    /// Capability with its interval, or the forecast.
    fileprivate var words: String? {
        if let earlyWarning {
            return String(
                format: "limit in %.0f cycles (%.0f to %.0f)",
                earlyWarning.cycles,
                earlyWarning.subgroupsLower * Double(earlyWarning.blistersPerSubgroup),
                earlyWarning.subgroupsUpper * Double(earlyWarning.blistersPerSubgroup)
            )
        }
        guard let index = capability?.cpk else { return nil }
        return String(format: "Cpk %.2f (%.2f to %.2f)", index.value, index.lower, index.upper)
    }
}
