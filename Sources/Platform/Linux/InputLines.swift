internal import CLinux
internal import Glibc

/// One input of a request.
public struct InputLine: Sendable, Equatable {
    /// Line of the chip.
    public var offset: Int
    /// The logical value is the opposite of the voltage.
    public var isActiveLow: Bool
    /// What the chip pulls the line to.
    public var bias: LineBias
    /// Which changes are reported.
    public var edges: LineEdges

    /// Makes an input.
    public init(offset: Int, isActiveLow: Bool, bias: LineBias, edges: LineEdges) {
        self.offset = offset
        self.isActiveLow = isActiveLow
        self.bias = bias
        self.edges = edges
    }
}

/// Inputs of one chip with edge events stamped by the kernel.
///
/// Thread-bound for waiting and taking; ``values()`` is thread-safe. After the request nothing
/// here allocates.
@safe public final class InputLines: @unchecked Sendable {
    // Events are taken by one thread only, which owns `pending`; the file serialises itself.

    /// The lines, bit k of values belongs to element k.
    public let lines: [InputLine]

    private let file: OwnedFile
    private let subject: String
    private let pending: UnsafeMutableBufferPointer<gpio_v2_line_event>
    private var pendingCount = 0
    private var pendingNext = 0

    /// Takes `lines` of `chip`, at most 64.
    ///
    /// The kernel keeps `eventCountMax` events until they are taken; further ones displace the
    /// oldest and show as a step in ``LineEvent/sequence``.
    public init(
        chip: GPIOChip,
        lines: [InputLine],
        consumer: String,
        eventCountMax: Int = 1024
    ) throws(SystemError) {
        self.lines = lines
        subject = chip.path
        let entries = lines.map { line in
            LineRequestEntry(
                offset: line.offset,
                flags: clinux_gpio_flag_input | line.bias.flag | line.edges.flag
                    | (line.isActiveLow ? clinux_gpio_flag_active_low : 0),
                initialValue: false
            )
        }
        file = OwnedFile(
            try chip.request(entries, consumer: consumer, eventCountMax: eventCountMax)
        )
        unsafe pending = .allocate(capacity: 64)
        unsafe pending.initialize(repeating: gpio_v2_line_event())
    }

    deinit { unsafe pending.deallocate() }

    /// The next event, waiting for it at most `timeoutNanoseconds`; nil when none came.
    ///
    /// - Throws: `ENODEV` when the chip was removed; kernel 6.1 tells only after the wait ends.
    public func next(timeoutNanoseconds: Int64) throws(SystemError) -> LineEvent? {
        if pendingNext == pendingCount {
            guard try wait(timeoutNanoseconds: timeoutNanoseconds) else { return nil }
            let area = unsafe UnsafeMutableRawBufferPointer(pending)
            let byteCount = try unsafe SystemCall.read(file.number, into: area, subject: subject)
            pendingCount = byteCount / MemoryLayout<gpio_v2_line_event>.stride
            pendingNext = 0
            guard pendingCount > 0 else {
                throw SystemError(call: "read", subject: subject, code: EIO)
            }
        }
        let raw = unsafe pending[pendingNext]
        pendingNext += 1
        return LineEvent.fromUAPI(raw)
    }

    /// Logical values now, one bit a line.
    public func values() throws(SystemError) -> UInt64 {
        var raw = gpio_v2_line_values(bits: 0, mask: allLines(lines.count))
        try SystemCall.ioctl(
            file.number,
            clinux_gpio_get_values,
            &raw,
            call: "GPIO_V2_LINE_GET_VALUES_IOCTL",
            subject: subject
        )
        return raw.bits
    }

    /// Gives the lines back.
    public func release() { file.close() }

    private func wait(timeoutNanoseconds: Int64) throws(SystemError) -> Bool {
        let events = try SystemCall.poll(
            file.number,
            events: Int16(POLLIN),
            timeoutNanoseconds: timeoutNanoseconds,
            subject: subject
        )
        if events & Int16(POLLIN) != 0 { return true }
        guard events == 0 else { throw SystemError(call: "poll", subject: subject, code: ENODEV) }
        return false
    }
}
