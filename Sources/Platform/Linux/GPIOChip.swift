internal import CLinux
internal import Glibc

/// One GPIO chip of the kernel's character device, uAPI v2 of linux/gpio.h.
///
/// Thread-safe: holds nothing but the open file.
public final class GPIOChip: Sendable {
    /// Path of the device, such as `/dev/gpiochip0`.
    public let path: String
    /// The kernel's name, such as `gpiochip0`.
    public let name: String
    /// The driver's label, such as `pinctrl-bcm2711`.
    public let label: String
    /// Lines it has.
    public let lineCount: Int

    private let file: Int32

    /// Opens a chip by its path, by its kernel name or by its label.
    ///
    /// - Throws: `ENOENT` when there is none, `ENOTTY` when the path is no GPIO chip.
    public init(_ designation: String) throws(SystemError) {
        let path: String
        if designation.hasPrefix("/") {
            path = designation
        } else if let found = Self.paths().first(where: { candidate in
            guard let chip = try? GPIOChip(candidate) else { return false }
            return chip.name == designation || chip.label == designation
        }) {
            path = found
        } else {
            throw SystemError(call: "open", subject: "gpio chip \(designation)", code: ENOENT)
        }
        self.path = path
        file = try SystemCall.open(path, flags: O_RDWR)
        var raw = gpiochip_info()
        do {
            try SystemCall.ioctl(
                file,
                clinux_gpio_get_chipinfo,
                &raw,
                call: "GPIO_GET_CHIPINFO_IOCTL",
                subject: path
            )
        } catch {
            SystemCall.close(file)
            throw error
        }
        name = text(raw.name)
        label = text(raw.label)
        lineCount = Int(min(raw.lines, 4096))
    }

    deinit { SystemCall.close(file) }

    /// Paths of all chips, in the order of their numbers.
    public static func paths() -> [String] {
        directoryNames("/dev").filter { $0.hasPrefix("gpiochip") }
            .compactMap { name in Int(name.dropFirst(8)).map { (number: $0, path: "/dev/\(name)") }
            }
            .sorted { $0.number < $1.number }
            .map(\.path)
    }

    /// What the kernel says of line `offset`.
    public func facts(ofLine offset: Int) throws(SystemError) -> LineFacts {
        var raw = gpio_v2_line_info()
        raw.offset = UInt32(clamping: offset)
        try SystemCall.ioctl(
            file,
            clinux_gpio_get_lineinfo,
            &raw,
            call: "GPIO_V2_GET_LINEINFO_IOCTL",
            subject: "\(path) line \(offset)"
        )
        return LineFacts.fromUAPI(raw)
    }

    /// The line of that name, or nil.
    public func offset(ofLineNamed name: String) -> Int? {
        (0..<lineCount).first { (try? facts(ofLine: $0))?.name == name }
    }

    /// Takes lines for `consumer`; who holds them is shown by `gpioinfo`.
    ///
    /// - Returns: the file of the request.
    /// - Throws: `EBUSY` when a line is taken; the subject names the line and its holder.
    func request(
        _ entries: [LineRequestEntry],
        consumer: String,
        eventCountMax: Int
    ) throws(SystemError) -> Int32 {
        let places = entries.map { String($0.offset) }.joined(separator: ", ")
        let subject = "\(path) line \(places)"
        if let outside = entries.first(where: { !(0..<lineCount).contains($0.offset) }) {
            throw SystemError(
                call: "GPIO_V2_GET_LINE_IOCTL",
                subject: "\(path) line \(outside.offset) of \(lineCount)",
                code: EINVAL
            )
        }
        var raw = try lineRequestToUAPI(
            entries,
            consumer: consumer,
            eventCountMax: eventCountMax,
            subject: subject
        )
        do {
            try SystemCall.ioctl(
                file,
                clinux_gpio_get_line,
                &raw,
                call: "GPIO_V2_GET_LINE_IOCTL",
                subject: subject
            )
        } catch {
            guard error.code == EBUSY else { throw error }
            throw SystemError(call: error.call, subject: holder(of: entries), code: EBUSY)
        }
        return raw.fd
    }

    private func holder(of entries: [LineRequestEntry]) -> String {
        for entry in entries {
            guard let facts = try? facts(ofLine: entry.offset), facts.isUsed else { continue }
            let holder = facts.consumer.isEmpty ? "the kernel" : "'\(facts.consumer)'"
            return "\(path) line \(entry.offset), held by \(holder)"
        }
        return path
    }
}
