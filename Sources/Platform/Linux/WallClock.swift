internal import CLinux

/// The kernel's `CLOCK_REALTIME`: what people call the time.
///
/// It may be set, and may jump. Thread-safe; no call allocates.
public enum WallClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public static var nowNanoseconds: Int64 { clinux_wall_nanoseconds() }

    /// Whether the kernel's clock follows a reference (NTP, PTP); false where it does not say.
    ///
    /// Source: adjtimex(2), `STA_UNSYNC` and `TIME_ERROR`.
    public static var isSynchronised: Bool { clinux_wall_is_synchronised() == 1 }
}
