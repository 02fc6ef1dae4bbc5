internal import ProcessControl

/// Something about the charts that a person must see, as it begins or ends.
struct TrendNews: Sendable, Equatable {
    /// Its name in the book of alarms: the same cause never stands twice.
    let cause: String
    /// The series, such as `area, pocket 3, lane 0`.
    let series: String
    /// The rule that holds, as people call it.
    let rule: String
    /// What is wrong.
    let sentence: String
    /// The alarm of a chart; nil where the camera is meant.
    let alarm: TrendAlarm?

    /// Name of the warning about rejects that people called good.
    static let falseRejectsCause = "false rejects"

    /// An alarm of a chart.
    init(_ alarm: TrendAlarm) {
        cause = "trend \(alarm.key) \(alarm.name)"
        series = alarm.key.description
        rule = alarm.name
        sentence = alarm.told
        self.alarm = alarm
    }

    /// Rejects that people called good.
    init(falseRejects sentence: String) {
        cause = Self.falseRejectsCause
        series = "false_rejects"
        rule = "band of false rejects"
        self.sentence = sentence
        alarm = nil
    }

    /// A warning about the camera.
    init(_ warning: HealthWarning) {
        cause = warning.cause
        series = warning.series.key(lane: warning.lane).description
        rule = "camera health"
        sentence = warning.sentence
        alarm = nil
    }
}
