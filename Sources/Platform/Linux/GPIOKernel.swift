internal import CLinux
internal import Glibc

/// Electrical state a line is pulled to by the chip.
public enum LineBias: String, Sendable, CaseIterable {
    /// Left as it is.
    case asIs = "as_is"
    case disabled
    case pullUp = "pull_up"
    case pullDown = "pull_down"
}

/// How an output is driven.
public enum LineDrive: String, Sendable, CaseIterable {
    case pushPull = "push_pull"
    case openDrain = "open_drain"
    case openSource = "open_source"
}

/// Which changes of an input are reported.
///
/// Rising and falling are those of the logical value: on an active-low line a rising edge is a
/// falling voltage.
public enum LineEdges: String, Sendable, CaseIterable {
    case none
    case rising
    case falling
    case both
}

/// One change of an input line.
public struct LineEvent: Sendable, Equatable {
    /// Line of the chip.
    public let offset: Int
    /// Logical value after the change.
    public let isRising: Bool
    /// Kernel monotonic time of the interrupt.
    public let timestampNanoseconds: Int64
    /// Running number over all lines of the request, from 1; a step over 1 means lost events.
    public let sequence: UInt32
    /// Running number of this line alone, from 1.
    public let lineSequence: UInt32
}

/// What the kernel says of one line.
public struct LineFacts: Sendable, Equatable {
    /// Line of the chip.
    public let offset: Int
    /// Name from the device tree or the board, empty without.
    public let name: String
    /// Who holds it, empty when free.
    public let consumer: String
    /// It is taken by the kernel or a program.
    public let isUsed: Bool
    /// It is an output now.
    public let isOutput: Bool
}

extension LineEvent {
    static func fromUAPI(_ raw: gpio_v2_line_event) -> Self {
        Self(
            offset: Int(raw.offset),
            isRising: raw.id == clinux_gpio_event_rising,
            timestampNanoseconds: Int64(clamping: raw.timestamp_ns),
            sequence: raw.seqno,
            lineSequence: raw.line_seqno
        )
    }
}

extension LineFacts {
    static func fromUAPI(_ raw: gpio_v2_line_info) -> Self {
        Self(
            offset: Int(raw.offset),
            name: text(raw.name),
            consumer: text(raw.consumer),
            isUsed: raw.flags & clinux_gpio_flag_used != 0,
            isOutput: raw.flags & clinux_gpio_flag_output != 0
        )
    }
}

extension LineBias {
    var flag: UInt64 {
        switch self {
        case .asIs: 0
        case .disabled: clinux_gpio_flag_bias_disabled
        case .pullUp: clinux_gpio_flag_pull_up
        case .pullDown: clinux_gpio_flag_pull_down
        }
    }
}

extension LineDrive {
    var flag: UInt64 {
        switch self {
        case .pushPull: 0
        case .openDrain: clinux_gpio_flag_open_drain
        case .openSource: clinux_gpio_flag_open_source
        }
    }
}

extension LineEdges {
    var flag: UInt64 {
        switch self {
        case .none: 0
        case .rising: clinux_gpio_flag_rising
        case .falling: clinux_gpio_flag_falling
        case .both: clinux_gpio_flag_rising | clinux_gpio_flag_falling
        }
    }
}

/// Per-line part of a request, in the kernel's terms.
struct LineRequestEntry {
    var offset: Int
    var flags: UInt64
    var initialValue: Bool
}

/// Builds the kernel's request.
///
/// Lines with the same flags share one attribute.
/// - Throws: `EINVAL` for over 64 lines or over 10 kinds of flags, which the uAPI cannot carry.
func lineRequestToUAPI(
    _ entries: [LineRequestEntry],
    consumer: String,
    eventCountMax: Int,
    subject: String
) throws(SystemError) -> gpio_v2_line_request {
    var raw = gpio_v2_line_request()
    var kinds: [(flags: UInt64, mask: UInt64)] = []
    var values: UInt64 = 0
    var outputs: UInt64 = 0
    guard (1...64).contains(entries.count) else {
        throw SystemError(call: "GPIO_V2_GET_LINE_IOCTL", subject: subject, code: EINVAL)
    }
    for (index, entry) in entries.enumerated() {
        let bit = UInt64(1) << UInt64(index)
        setElement(&raw.offsets, index, UInt32(entry.offset))
        if entry.initialValue { values |= bit }
        if entry.flags & clinux_gpio_flag_output != 0 { outputs |= bit }
        if let known = kinds.firstIndex(where: { $0.flags == entry.flags }) {
            kinds[known].mask |= bit
        } else {
            kinds.append((entry.flags, bit))
        }
    }
    let attributeCount = kinds.count - 1 + (outputs == 0 ? 0 : 1)
    guard attributeCount <= Int(GPIO_V2_LINE_NUM_ATTRS_MAX) else {
        throw SystemError(call: "GPIO_V2_GET_LINE_IOCTL", subject: subject, code: EINVAL)
    }
    raw.num_lines = UInt32(entries.count)
    raw.event_buffer_size = UInt32(clamping: eventCountMax)
    raw.config.flags = kinds[0].flags
    var next = 0
    for kind in kinds.dropFirst() {
        var attribute = gpio_v2_line_config_attribute()
        attribute.attr.id = UInt32(GPIO_V2_LINE_ATTR_ID_FLAGS.rawValue)
        attribute.attr.flags = kind.flags
        attribute.mask = kind.mask
        setElement(&raw.config.attrs, next, attribute)
        next += 1
    }
    if outputs != 0 {
        var attribute = gpio_v2_line_config_attribute()
        attribute.attr.id = UInt32(GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES.rawValue)
        attribute.attr.values = values
        attribute.mask = outputs
        setElement(&raw.config.attrs, next, attribute)
        next += 1
    }
    raw.config.num_attrs = UInt32(next)
    setText(&raw.consumer, consumer)
    return raw
}

/// Sets one element of a C array, which Swift imports as a tuple.
private func setElement<Array, Element>(_ array: inout Array, _ index: Int, _ element: Element) {
    unsafe withUnsafeMutableBytes(of: &array) { bytes in
        unsafe bytes.storeBytes(
            of: element,
            toByteOffset: index * MemoryLayout<Element>.stride,
            as: Element.self
        )
    }
}

/// Sets a C text field; longer texts are cut, the last byte stays zero.
private func setText<Field>(_ field: inout Field, _ text: String) {
    unsafe withUnsafeMutableBytes(of: &field) { bytes in
        for (index, byte) in text.utf8.prefix(bytes.count - 1).enumerated() {
            unsafe bytes[index] = byte
        }
    }
}
