internal import CLinux

/// What becomes of memory that was given back to the allocator.
public enum FreedMemory {
    /// Most that is kept, in bytes; the working set of one blister is a few megabytes.
    private static let byteCountMax: Int32 = 32 << 20

    /// Keeps freed memory with the process from now on.
    ///
    /// Every blister takes and gives back the same few megabytes. By default glibc returns them to
    /// the kernel, which clears each page anew at the next use; that took a third of the time of a
    /// colour blister. Call once, before threads start (mallopt(3)).
    public static func keep() { clinux_keep_freed_memory(byteCountMax) }

    /// Returns what is free now to the kernel, holes between pieces in use included
    /// (malloc_trim(3)).
    ///
    /// For the control plane: it takes milliseconds.
    public static func giveBack() { clinux_give_back_memory() }
}
