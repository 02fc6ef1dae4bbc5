internal import AuditTrails

/// Finds out when the wall clock was set, and when it gained or lost its reference.
///
/// A pure state machine: held against the clock that never jumps, a few times a second.
struct ClockWatch {
    /// A step of the wall clock that is told.
    static let jumpMillisecondsMin: Int64 = 1000

    private var last: AuditMoment?

    /// Takes one look; what has changed since the last.
    mutating func step(_ now: AuditMoment) -> [AuditNote] {
        defer { last = now }
        guard let last else { return [] }
        var notes: [AuditNote] = []
        let passed = (now.monotonicNanoseconds - last.monotonicNanoseconds) / 1_000_000
        var expected = now
        expected.wallMilliseconds = last.wallMilliseconds + passed
        let jump = now.wallMilliseconds - expected.wallMilliseconds
        if abs(jump) > Self.jumpMillisecondsMin {
            let seconds = Double(jump) / 1000
            notes.append(
                AuditNote(
                    .clockChange,
                    subject: "wall clock",
                    before: expected.text,
                    after: now.text,
                    reason: "it was set by \(seconds > 0 ? "+" : "")\(seconds) s"
                )
            )
        }
        if now.isSynchronised != last.isSynchronised {
            notes.append(
                AuditNote(
                    .clockChange,
                    subject: "reference of the wall clock",
                    before: Self.word(last),
                    after: Self.word(now)
                )
            )
        }
        return notes
    }

    private static func word(_ moment: AuditMoment) -> String {
        moment.isSynchronised ? "synchronised" : "not synchronised"
    }
}
