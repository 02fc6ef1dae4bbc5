/// When each row passes the camera and when each cycle trigger comes, stops included.
///
/// Nanoseconds from the start of the run. Thread-safe as a value.
public struct TwinTimeline: Sendable {
    private struct Pause: Sendable {
        let row: Int
        let nanoseconds: Int64
    }

    private let web: TwinWeb
    private let rowNanoseconds: Double
    private let pauses: [Pause]

    /// The timeline of one run.
    public init(web: TwinWeb) {
        self.web = web
        rowNanoseconds = 1e9 / web.scenario.rowRateHertz
        pauses = web.scenario.faults.compactMap { fault -> Pause? in
            guard case .stop(let cycle, let milliseconds) = fault else { return nil }
            return Pause(row: web.middleRow(cycle), nanoseconds: Int64(milliseconds) * 1_000_000)
        }.sorted { $0.row < $1.row }
    }

    /// When row `row` begins; rows behind a stop begin after it.
    public func nanoseconds(row: Int) -> Int64 {
        var time = Int64(Double(row) * rowNanoseconds)
        for pause in pauses where pause.row <= row { time += pause.nanoseconds }
        return time
    }

    /// When the trigger of `cycle` comes.
    public func nanoseconds(cycle: Int) -> Int64 { nanoseconds(row: web.triggerRow(cycle)) }

    /// Rows that pass in `milliseconds` at rated speed.
    func rows(milliseconds: Int) -> Int {
        Int(Double(milliseconds) * 1e6 / rowNanoseconds)
    }
}

extension TwinWeb {
    /// The row half-way between the trigger of `cycle` and the next one.
    func middleRow(_ cycle: Int) -> Int { (triggerRow(cycle) + triggerRow(cycle + 1)) / 2 }
}
