/// A metric with one value, under its PackML or OPC 40100-1 name; see the table in README.md.
struct LiveMetric: Equatable {
    let name: String
    let value: SparkplugValue

    static let rebirth = "Node Control/Rebirth"
    static let resend = "Node Control/Resend From"

    /// All metrics, in the order of their aliases, which are 1, 2, ….
    static func all(
        of station: FleetStation,
        state: FleetState,
        status: FleetStatus
    ) -> [LiveMetric] {
        let fixed: [(String, SparkplugValue)] = [
            (rebirth, .boolean(false)),
            (resend, .int64(0)),
            ("Properties/Station", .string(station.name)),
            ("Properties/Software", .string(station.software)),
            ("Status/StateCurrent", .int32(state.machine.rawValue)),
            ("Status/UnitModeCurrent", .int32(state.mode.rawValue)),
            ("Status/CurMachSpeed", .float(Float(state.speedPerMinute))),
            ("Admin/ProdProcessedCount[0]/Count", .int64(state.processedCount)),
            ("Admin/ProdDefectiveCount[0]/Count", .int64(state.defectiveCount)),
            ("Admin/StopReason/ID", .int32(state.stopReasonNumber)),
            ("Admin/StopReason/Message", .string(state.stopReason)),
            ("Vision/State", .string(state.vision.rawValue)),
            ("Vision/RecipeId", .string(state.recipe)),
            ("Vision/ProductId", .string(state.product)),
            ("Vision/JobId", .string(state.batch)),
            ("Alarms/Active", .string(state.activeAlarms.joined(separator: ","))),
            ("Spool/LostCount", .int64(status.lostCount)),
            ("Spool/RefusedCount", .int64(status.refusedCount)),
        ]
        let rejects = station.reasons.map { reason in
            ("Results/Rejected/\(reason)", SparkplugValue.int64(state.rejectedCounts[reason] ?? 0))
        }
        return (fixed + rejects).map { LiveMetric(name: $0.0, value: $0.1) }
    }

    /// The number of the metric called `name` in ``all(of:state:status:)``.
    static func alias(index: Int) -> UInt64 { UInt64(index + 1) }
}
