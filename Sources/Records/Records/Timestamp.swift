internal import Foundation

/// A moment of the wall clock, in milliseconds since 1970, written for people and machines.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Wraps a moment.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Reads what ``text`` writes, of any time zone; nil where it is something else.
    public init?(text: String) {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = try? style.parse(text) else { return nil }
        milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    /// The wall clock now.
    public static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// By time.
    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// ISO 8601 with milliseconds and offset, in the machine's time zone:
    /// `2026-03-01T14:05:09.123+08:00`.
    public var text: String {
        let seconds = milliseconds.flooredQuotient(1000)
        let date = Date(timeIntervalSince1970: Double(seconds))
        return text(offsetSeconds: TimeZone.current.secondsFromGMT(for: date))
    }

    /// As ``text``, at a given distance from UTC.
    public func text(offsetSeconds: Int) -> String {
        let local = civil(offsetSeconds: offsetSeconds)
        let offset = abs(offsetSeconds) / 60
        return "\(local.day)T\(local.hour):\(local.minute):\(local.second).\(local.fraction)"
            + (offsetSeconds < 0 ? "-" : "+")
            + "\(padded(Int64(offset / 60), 2)):\(padded(Int64(offset % 60), 2))"
    }

    /// Local date and time as names of the evidence folder and file: `2026-03-01`, `140509.123`.
    var fileNames: (day: String, time: String) {
        let date = Date(timeIntervalSince1970: Double(milliseconds.flooredQuotient(1000)))
        let local = civil(offsetSeconds: TimeZone.current.secondsFromGMT(for: date))
        return (local.day, "\(local.hour)\(local.minute)\(local.second).\(local.fraction)")
    }

    private struct Civil {
        let day: String
        let hour: String
        let minute: String
        let second: String
        let fraction: String
    }

    private func civil(offsetSeconds: Int) -> Civil {
        let local = milliseconds + Int64(offsetSeconds) * 1000
        let days = local.flooredQuotient(86_400_000)
        let time = local - days * 86_400_000
        // Days to year, month, day after H. Hinnant, "chrono-Compatible Low-Level Date
        // Algorithms", civil_from_days: eras of 400 years that start on 1 March.
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let leapless = dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096
        let yearOfEra = leapless / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return Civil(
            day: "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))",
            hour: padded(time / 3_600_000, 2),
            minute: padded(time / 60_000 % 60, 2),
            second: padded(time / 1000 % 60, 2),
            fraction: padded(time % 1000, 3)
        )
    }

    private func padded(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
