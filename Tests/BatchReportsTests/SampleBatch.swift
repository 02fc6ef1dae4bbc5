import BatchReports
import Foundation
import Imaging

/// Batches to report, the same at every call.
enum SampleBatch {
    /// An ended batch with something in every part of the report.
    static func full(pictureCount: Int = 7) throws -> BatchReportContent {
        var batch = ReportedBatch(
            number: 41,
            product: "Paracetamol 500 mg, 2 × 10",
            lot: "LX2207",
            expiry: "2028-03",
            startedAt: "2026-03-01T06:02:11.250+01:00",
            startedBy: "A. Weber"
        )
        batch.state = .ended
        batch.endedAt = "2026-03-01T08:14:55.004+01:00"
        batch.endedBy = "J. Okafor"
        batch.recipe = "paracetamol-2x10"
        batch.model = "pocket-7"
        var content = BatchReportContent(
            station: "Blister line 3",
            software: "blisterd 1.4",
            batch: batch,
            counts: ReportedCounts(
                blisters: 39_871,
                accepted: 39_702,
                rejectedByReason: [
                    ReasonCount(reason: "broken", count: 53),
                    ReasonCount(reason: "missing", count: 87),
                    ReasonCount(reason: "black_spot", count: 17),
                    ReasonCount(reason: "print", count: 12),
                ]
            )
        )
        content.challenges = [
            ReportedChallenge(
                startedAt: "2026-03-01T06:02:11.000+01:00",
                startedBy: "A. Weber",
                presented: 31,
                rejected: 31,
                confirmed: 31,
                outcome: .passed
            )
        ]
        content.rejectShareInterval = 0.003625...0.004927
        content.lanes = [
            LaneCount(lane: 0, accepted: 19_861, rejected: 74),
            LaneCount(lane: 1, accepted: 19_841, rejected: 95),
        ]
        content.pockets = (0..<10).map {
            PocketCount(pocket: $0, reason: $0 % 3 == 0 ? "broken" : "missing", count: 14 + $0)
        }
        content.pocketResultCount = 169
        content.series = [
            TimeSeries(
                subject: .rate,
                points: (0..<66).map {
                    .init(minutes: Double(2 * $0), value: 302.5 + 4 * sin(Double($0) / 5))
                }
            ),
            TimeSeries(
                subject: .rejectsPerThousand,
                points: (0..<66).map { .init(minutes: Double(2 * $0), value: Double($0 * 7 % 11)) }
            ),
        ]
        content.trends = [trend]
        let picture = try picture()
        let reasons = ["missing", "broken", "print"]
        content.pictures = (0..<pictureCount).map {
            RejectPicture(
                blisterID: "41-\(1000 + 313 * $0)-\($0 % 2)",
                time: "2026-03-01T06:1\($0 % 10):07.120+01:00",
                reason: reasons[$0 % 3],
                jpeg: picture
            )
        }
        content.pictureCount = max(161, pictureCount)
        content.alarms = [
            ReportedAlarm(
                name: "5 rejects in a row",
                beganAt: "2026-03-01T06:41:12.000+01:00",
                endedAt: "2026-03-01T06:43:30.000+01:00",
                acknowledgedBy: "J. Okafor"
            ),
            ReportedAlarm(name: "camera lost", beganAt: "2026-03-01T07:12:01.000+01:00"),
        ]
        content.audit = audit
        content.digests = NamedDigest.Subject.allCases.enumerated().map { index, subject in
            NamedDigest(
                subject: subject,
                name: "\(subject.rawValue).file",
                digest: String(repeating: "\(index)a7f", count: 16)
            )
        }
        content.remarks = [
            .amended(3), .labelled(17, good: 4, shareLower: 0.00125),
            .latencyMax(milliseconds: 18.25),
        ]
        content.signatures[0].name = "J. Okafor"
        return content
    }

    /// A batch with three blisters and nothing else.
    static func small() -> BatchReportContent {
        var batch = ReportedBatch(
            number: 7,
            product: "Mint",
            lot: "M1",
            expiry: "2027-01",
            startedAt: "2026-01-02T03:04:05.006+00:00",
            startedBy: "Ann"
        )
        batch.state = .ended
        batch.endedAt = "2026-01-02T03:05:05.006+00:00"
        batch.endedBy = "Ben"
        return BatchReportContent(
            station: "Station 1",
            software: "blisterd",
            batch: batch,
            counts: ReportedCounts(
                blisters: 3,
                accepted: 2,
                rejectedByReason: [ReasonCount(reason: "missing", count: 1)]
            )
        )
    }

    private static var trend: TrendSeries {
        var trend = TrendSeries(
            name: "Pocket 4, area",
            unit: "mm²",
            values: (0..<90).map { 50.2 + sin(Double($0)) * 0.4 + ($0 > 80 ? 1.4 : 0) }
        )
        trend.centre = 50.25
        trend.controlLimits = (48.875, 51.625)
        trend.specificationLimits = (45.5, 55.5)
        trend.alarms = [
            .init(index: 81, rule: "Nelson 1: one point beyond 3 sigma"),
            .init(index: 83, rule: "Nelson 5: two of three beyond 2 sigma"),
        ]
        trend.capability = "Cpk 1.61 (1.48 to 1.74), Ppk 1.37 (1.22 to 1.52)"
        return trend
    }

    private static var audit: AuditExtract {
        AuditExtract(
            lines: (0..<6).map {
                .init(
                    sequence: 88_120 + $0,
                    time: "2026-03-01T06:0\($0):09.417+01:00",
                    who: "A. Weber",
                    what: "threshold",
                    before: "0.\(91 + $0)",
                    after: "0.\(71 + $0)",
                    reason: "change request CR-\(501 + $0)"
                )
            },
            head: String(repeating: "5c", count: 32),
            checkpoint: "88125 " + String(repeating: "e1", count: 64),
            merkleRoot: String(repeating: "9b", count: 32)
        )
    }

    /// A blister of ten pockets, one of them empty, as a JPEG.
    static func picture() throws -> [UInt8] {
        var image = Image(width: 420, height: 300, channels: 3, filledWith: 176)
        for pocket in 0..<10 {
            let (x, y) = (30 + pocket % 5 * 78, 50 + pocket / 5 * 120)
            let ink: Ink = pocket == 6 ? .red : .white
            image.fill(boxFromX: x, y: y, toX: x + 50, y: y + 80, ink: ink)
        }
        return try image.jpegData(quality: 88)
    }
}
