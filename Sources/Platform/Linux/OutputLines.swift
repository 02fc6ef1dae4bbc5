internal import CLinux
internal import Glibc

/// One output of a request.
public struct OutputLine: Sendable, Equatable {
    /// Line of the chip.
    public var offset: Int
    /// The logical value is the opposite of the voltage.
    public var isActiveLow: Bool
    /// What the chip pulls the line to when nothing drives it.
    public var bias: LineBias
    /// How it is driven.
    public var drive: LineDrive
    /// Logical value from the moment of the request on.
    public var initialValue: Bool

    /// Makes an output.
    public init(
        offset: Int,
        isActiveLow: Bool,
        bias: LineBias,
        drive: LineDrive = .pushPull,
        initialValue: Bool
    ) {
        self.offset = offset
        self.isActiveLow = isActiveLow
        self.bias = bias
        self.drive = drive
        self.initialValue = initialValue
    }
}

/// Outputs of one chip that this process holds until ``release()`` or its end.
///
/// What a released line does is the chip's and the pull's affair: the wiring must make it read
/// reject. Thread-safe: the kernel serialises; ``set(_:mask:)`` allocates nothing.
public final class OutputLines: Sendable {
    /// The lines, bit k of values and masks belongs to element k.
    public let lines: [OutputLine]

    private let file: OwnedFile
    private let subject: String

    /// Takes `lines` of `chip`, at most 64, and drives their initial values in the same call.
    public init(
        chip: GPIOChip,
        lines: [OutputLine],
        consumer: String
    ) throws(SystemError) {
        self.lines = lines
        subject = chip.path
        let entries = lines.map { line in
            LineRequestEntry(
                offset: line.offset,
                flags: clinux_gpio_flag_output | line.bias.flag | line.drive.flag
                    | (line.isActiveLow ? clinux_gpio_flag_active_low : 0),
                initialValue: line.initialValue
            )
        }
        file = OwnedFile(try chip.request(entries, consumer: consumer, eventCountMax: 0))
    }

    /// Drives the lines whose mask bits are set to the logical values of `values`, at once.
    ///
    /// - Throws: `ENODEV` when the chip was removed, `EBADF` after ``release()``.
    public func set(_ values: UInt64, mask: UInt64) throws(SystemError) {
        var raw = gpio_v2_line_values(bits: values, mask: mask)
        try SystemCall.ioctl(
            file.number,
            clinux_gpio_set_values,
            &raw,
            call: "GPIO_V2_LINE_SET_VALUES_IOCTL",
            subject: subject
        )
    }

    /// Drives line `index` of ``lines``.
    public func set(_ value: Bool, line index: Int) throws(SystemError) {
        let bit = UInt64(1) << UInt64(index)
        try set(value ? bit : 0, mask: bit)
    }

    /// Logical values as the chip reports them, one bit a line.
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
}

/// A mask of `count` lines.
func allLines(_ count: Int) -> UInt64 { count >= 64 ? .max : 1 << UInt64(count) - 1 }
