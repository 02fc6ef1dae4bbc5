internal import Foundation

/// A GPIO chip of the kernel's own gpio-sim driver, seen from the machine's side.
///
/// Made through configfs; inputs of the daemon are driven through `pull`, its outputs are read as
/// `value`. A line nobody holds reads as its pull, which is what makes a killed daemon visible.
struct SimulatedChip {
    private static let root = "/sys/kernel/config/gpio-sim/blisterline"
    private let lineFolder: String

    /// Makes a chip of `lineCount` lines and waits for its device node.
    init(lineCount: Int, names: [(offset: Int, name: String)]) throws {
        let bank = "\(Self.root)/bank0"
        try Self.makeFolder(Self.root)
        try Self.makeFolder(bank)
        try Self.write("\(lineCount)", to: "\(bank)/num_lines")
        for line in names {
            try Self.makeFolder("\(bank)/line\(line.offset)")
            try Self.write(line.name, to: "\(bank)/line\(line.offset)/name")
        }
        try Self.write("1", to: "\(Self.root)/live")
        let device = try Self.read("\(Self.root)/dev_name")
        let chip = try Self.read("\(bank)/chip_name")
        lineFolder = "/sys/devices/platform/\(device)/\(chip)"
        node = "/dev/\(chip)"
    }

    /// Character device of the chip.
    let node: String

    /// Level of a line now: what the daemon drives, or the pull when nobody does.
    func level(offset: Int) throws -> Bool {
        try Self.read("\(lineFolder)/sim_gpio\(offset)/value") == "1"
    }

    /// Drives a line from outside.
    func pull(offset: Int, up: Bool) throws {
        try Self.write(up ? "pull-up" : "pull-down", to: "\(lineFolder)/sim_gpio\(offset)/pull")
    }

    /// Takes the chip away.
    func remove() throws {
        try Self.write("0", to: "\(Self.root)/live")
    }

    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    private static func read(_ path: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw MachineError.driver(path: path, call: "open", errno: errno)
        }
        defer { try? handle.close() }
        let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func write(_ text: String, to path: String) throws {
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw MachineError.driver(path: path, call: "open", errno: errno)
        }
        defer { try? handle.close() }
        try handle.write(contentsOf: Data(text.utf8))
    }
}
