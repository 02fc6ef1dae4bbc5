internal import Foundation
internal import Linux

/// When something happened, by both clocks.
public struct AuditMoment: Sendable, Equatable {
    /// Milliseconds since 1970-01-01T00:00:00Z by the wall clock.
    public var wallMilliseconds: Int64
    /// Whether the wall clock followed a reference.
    public var isSynchronised: Bool
    /// Nanoseconds of the clock that never jumps, from an arbitrary moment before the machine's start.
    public var monotonicNanoseconds: Int64

    /// Makes a moment.
    public init(wallMilliseconds: Int64, isSynchronised: Bool, monotonicNanoseconds: Int64) {
        self.wallMilliseconds = wallMilliseconds
        self.isSynchronised = isSynchronised
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// ISO 8601 with milliseconds and the offset of the machine's time zone, `Z` for none.
    public var text: String { text(zone: .current) }

    func text(zone: TimeZone) -> String {
        // A fifth of a millisecond more, so that no rounding shows the one before.
        let date = Date(timeIntervalSince1970: (Double(wallMilliseconds) + 0.2) / 1000)
        return date.formatted(
            Date.ISO8601FormatStyle(
                timeZoneSeparator: .colon,
                includingFractionalSeconds: true,
                timeZone: zone
            )
        )
    }
}

/// Where the times of entries come from.
public struct AuditClock: Sendable {
    private let read: @Sendable () -> AuditMoment

    /// A clock that answers with `read`; called from any thread.
    public init(_ read: @escaping @Sendable () -> AuditMoment) { self.read = read }

    /// This moment.
    public var now: AuditMoment { read() }

    /// The clocks of the machine.
    public static let system = AuditClock {
        AuditMoment(
            wallMilliseconds: WallClock.nowNanoseconds / 1_000_000,
            isSynchronised: WallClock.isSynchronised,
            monotonicNanoseconds: MonotonicClock.nowNanoseconds
        )
    }
}
