/// What a snapshot needs of a lane's rejects; shares no memory with the board.
struct RejectTrendCopy: Sendable {
    let lane: Int
    let subgroupSize: Int
    let baseline: ProportionBaseline?
    let points: [RejectTrend.Stored]
    let alarms: [TrendAlarm]

    init(_ trend: borrowing RejectTrend, alarms: [TrendAlarm]) {
        lane = trend.lane
        subgroupSize = trend.subgroupSize
        baseline = trend.chart.baseline
        points = trend.points.inOrder
        self.alarms = alarms
    }
}
