import CLinux
import Testing

@testable import Linux

struct LineRequestTests {
    static func entry(_ offset: Int, _ flags: UInt64, _ value: Bool = false) -> LineRequestEntry {
        LineRequestEntry(offset: offset, flags: flags, initialValue: value)
    }

    @Test func `lines of one kind share the default flags and carry their values`() throws {
        let raw = try lineRequestToUAPI(
            [
                Self.entry(3, clinux_gpio_flag_output, true),
                Self.entry(9, clinux_gpio_flag_output),
            ],
            consumer: String(repeating: "n", count: 50),
            eventCountMax: 0,
            subject: "chip"
        )
        #expect(raw.num_lines == 2 && raw.offsets.0 == 3 && raw.offsets.1 == 9)
        #expect(raw.config.flags == clinux_gpio_flag_output && raw.config.num_attrs == 1)
        #expect(raw.config.attrs.0.attr.values == 1 && raw.config.attrs.0.mask == 3)
        #expect(text(raw.consumer) == String(repeating: "n", count: 31))
    }

    @Test func `lines of another kind get an attribute of their own`() throws {
        let low = clinux_gpio_flag_output | clinux_gpio_flag_active_low
        let raw = try lineRequestToUAPI(
            [Self.entry(1, clinux_gpio_flag_output), Self.entry(2, low, true), Self.entry(4, low)],
            consumer: "test",
            eventCountMax: 0,
            subject: "chip"
        )
        #expect(raw.config.num_attrs == 2)
        #expect(raw.config.attrs.0.attr.flags == low && raw.config.attrs.0.mask == 0b110)
        #expect(raw.config.attrs.1.attr.values == 0b010 && raw.config.attrs.1.mask == 0b111)
    }

    @Test func `what the kernel cannot carry is refused before it is asked`() {
        let many = (0..<65).map { Self.entry($0, clinux_gpio_flag_input) }
        let kinds = (0..<12).map { Self.entry($0, UInt64($0)) }
        for entries in [many, kinds, []] {
            #expect(throws: SystemError.self) {
                try lineRequestToUAPI(entries, consumer: "", eventCountMax: 0, subject: "chip")
            }
        }
    }
}
