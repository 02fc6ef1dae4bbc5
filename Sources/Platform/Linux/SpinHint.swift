internal import CLinux

/// What a thread does between two looks at a value that another thread is about to change.
public enum SpinHint {
    /// Lets the processor rest for some tens of cycles.
    @inline(__always)
    public static func pause() { clinux_pause() }
}
