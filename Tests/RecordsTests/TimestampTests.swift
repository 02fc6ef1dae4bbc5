import Foundation
import Testing

@testable import Records

@Suite struct TimestampTests {
    @Test func `the calendar agrees with the system's`() {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        var random = SeededRandom(seed: 5)
        for _ in 0..<2_000 {
            let milliseconds = Int64.random(in: 0...4_102_444_800_000, using: &random)
            let stamp = Timestamp(milliseconds: milliseconds)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            let expected = String(formatter.string(from: date).prefix(19))
            #expect(stamp.text(offsetSeconds: 0).hasPrefix(expected), "\(milliseconds)")
        }
    }

    @Test func `offset and milliseconds are written out`() {
        let stamp = Timestamp(milliseconds: 1_772_345_109_007)
        #expect(stamp.text(offsetSeconds: 0) == "2026-03-01T06:05:09.007+00:00")
        #expect(stamp.text(offsetSeconds: 8 * 3600) == "2026-03-01T14:05:09.007+08:00")
        #expect(stamp.text(offsetSeconds: -12_600) == "2026-03-01T02:35:09.007-03:30")
        let leapDay = Timestamp(milliseconds: 1_709_164_800_000)
        #expect(leapDay.text(offsetSeconds: 0) == "2024-02-29T00:00:00.000+00:00")
    }
}
