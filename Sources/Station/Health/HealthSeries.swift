internal import ProcessControl

/// What is followed of a camera.
enum HealthSeries: String, CaseIterable, Sendable {
    /// Variance of the Laplacian over the squared brightness, of a lane's blisters.
    case focus = "camera_focus"
    /// The column of a lane that deviates most from its neighbours, percent.
    case dirt = "camera_dirt"
    /// The room that good blisters of a lane leave to the limits, percent.
    case margin = "score_margin"
    /// Brightness of the reference strip, grey levels.
    case brightness = "strip_brightness"
    /// Darkest tenth of the reference strip over its brightest, 0...1.
    case evenness = "strip_evenness"

    /// Those of a lane; the strip is with lane 0.
    static func all(lane: Int, hasStrip: Bool) -> [HealthSeries] {
        let own: [HealthSeries] = [.focus, .dirt, .margin]
        return lane == 0 && hasStrip ? own + [.brightness, .evenness] : own
    }

    var unit: String {
        switch self {
        case .dirt, .margin: "%"
        case .focus, .brightness, .evenness: ""
        }
    }

    /// One sentence for Prometheus.
    var help: String {
        switch self {
        case .focus: "Sharpness of the last blister measured, variance of the Laplacian."
        case .dirt: "Deviation of the column that differs most from its neighbours, percent."
        case .margin: "Smallest room of the last good blister measured to its limits, percent."
        case .brightness: "Brightness of the reference strip, grey levels."
        case .evenness: "Darkest tenth of the reference strip over its brightest."
        }
    }

    func key(lane: Int) -> TrendKey { TrendKey(feature: rawValue, lane: lane) }
}

extension CameraHealthConfiguration {
    /// Change at which `series` warns, a share.
    func limit(of series: HealthSeries) -> Double {
        switch series {
        case .focus: focusLoss
        case .dirt: dirt
        case .margin: marginLoss
        case .brightness, .evenness: brightnessChange
        }
    }
}

/// Something that a person should see to at the camera.
struct HealthWarning: Sendable, Equatable {
    let series: HealthSeries
    let lane: Int
    /// What is wrong, with the cure.
    let sentence: String

    /// Its name in the book of alarms.
    var cause: String { "camera \(series.rawValue) \(lane)" }
}

/// The warnings in words.
enum HealthWords {
    private static func percent(_ share: Double) -> String {
        "\(Int((abs(share) * 100).rounded()))"
    }

    /// What has changed since the chart began.
    ///
    /// - Parameters:
    ///   - series: any but dirt.
    ///   - change: share of what was seen at first.
    ///   - lane: from 0.
    /// - Returns: one sentence with the cure.
    static func sentence(_ series: HealthSeries, change: Double, lane: Int) -> String {
        let much = percent(change)
        return switch series {
        case .focus:
            "lane \(lane): the picture is \(much) % less sharp than when its chart began: "
                + "focus the lens, look for fog and a loose mount"
        case .margin:
            "lane \(lane): good blisters have \(much) % less room to the limits than when the chart "
                + "began: look at light and focus, then at the product's charts"
        case .brightness:
            "the reference strip is \(much) % \(change < 0 ? "darker" : "brighter") than when its "
                + "chart began: look at lamp, its supply and the exposure, wipe the strip"
        case .evenness:
            "the light on the reference strip is \(much) % \(change < 0 ? "less" : "more") even than "
                + "when its chart began: look for a failing side of the lamp, wipe the strip"
        case .dirt: ""
        }
    }

    /// Which columns the lens hides.
    ///
    /// - Parameters:
    ///   - streaks: not empty, the strongest first, in columns of the camera.
    ///   - isCalibrated: whether there is a flat field.
    /// - Returns: one sentence with the cure.
    static func sentence(_ streaks: [DirtStreak], isCalibrated: Bool) -> String {
        let told = streaks.prefix(3).map { streak in
            let (first, last) = (streak.columns.lowerBound, streak.columns.upperBound)
            let place = first == last ? "column \(first) is" : "columns \(first)–\(last) are"
            let way = streak.deviation < 0 ? "darker" : "brighter"
            return "\(place) \(percent(Double(streak.deviation))) % \(way)"
        }
        let more = streaks.count > 3 ? " and \(streaks.count - 3) more" : ""
        let than = isCalibrated ? "the flat field" : "their neighbours"
        return "clean the lens: \(told.joined(separator: ", "))\(more) than \(than)"
    }
}
