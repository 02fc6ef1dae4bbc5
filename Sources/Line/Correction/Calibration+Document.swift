public import Documents
internal import Foundation

extension Calibration {
    private static let keys = [
        "width", "channels", "made_by", "made_at", "mm_per_column", "mm_per_row", "encoder",
        "dead_columns", "dark", "gain",
    ]

    /// Reads a calibration file; every impossible value is named with its line.
    public init(path: String) throws(DocumentError) {
        try self.init(document: try Document.read(path: path))
    }

    /// Reads a calibration from a parsed document.
    public init(document: DocumentNode) throws(DocumentError) {
        let top = try document.mapping(allowed: Self.keys)
        let width = try top.required("width").integer(in: 1...65_536)
        let channelsNode = try top.required("channels")
        let channels = try channelsNode.integer(in: 1...3)
        guard channels != 2 else {
            throw channelsNode.error(.outOfRange(value: "2", allowed: "1 (mono) or 3 (colour)"))
        }
        self.init(
            width: width,
            channels: channels,
            madeBy: try top.required("made_by").text(),
            madeAt: try top.required("made_at").text()
        )
        let extent = 0.001...10.0
        millimetresPerColumn = try top.optional("mm_per_column")?.number(in: extent)
        if let node = top.optional("mm_per_row") {
            guard top.optional("encoder") == nil else {
                throw node.invalid("there is an encoder as well", cure: "keep one of the two")
            }
            rowScale = .millimetresPerRow(try node.number(in: extent))
        } else if let encoder = try top.optional("encoder")?.mapping(
            allowed: ["ticks_per_row", "mm_per_tick"]
        ) {
            rowScale = .encoder(
                ticksPerRow: try encoder.required("ticks_per_row").number(in: 0.001...1e6),
                millimetresPerTick: try encoder.required("mm_per_tick").number(in: 1e-6...100)
            )
        }
        if let node = top.optional("dead_columns") {
            for element in try node.elements() {
                let column = try element.integer(in: 0...(width - 1))
                guard column > (deadColumns.last ?? -1) else {
                    throw element.invalid("columns must ascend", cure: "sort them, each once")
                }
                deadColumns.append(column)
            }
            guard deadColumns.count < width else {
                throw node.invalid("every column is dead", cure: "calibrate again")
            }
        }
        dark = try Self.samples(try top.required("dark"), count: width * channels, in: 0...128)
        gain = try Self.samples(try top.required("gain"), count: width * channels, in: 0.05...20)
    }

    private static func samples(
        _ node: DocumentNode,
        count: Int,
        in range: ClosedRange<Double>
    ) throws(DocumentError) -> [Float] {
        let elements = try node.elements()
        guard elements.count == count else {
            throw node.invalid(
                "has \(elements.count) values where width and channels need \(count)",
                cure: "calibrate again, do not edit this list"
            )
        }
        var samples: [Float] = []
        samples.reserveCapacity(count)
        for element in elements { samples.append(Float(try element.number(in: range))) }
        return samples
    }

    /// The calibration as YAML; reading it gives the same values.
    public func yaml() -> String {
        func number(_ value: Double) -> String { String(format: "%.9g", value) }
        func quoted(_ text: String) -> String {
            let safe = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
            return "'" + String(String.UnicodeScalarView(safe)).replacing("'", with: "''") + "'"
        }
        func list(_ values: [String]) -> String {
            guard !values.isEmpty else { return " []\n" }
            var text = " [\n"
            for start in stride(from: 0, to: values.count, by: 16) {
                let row = values[start..<min(start + 16, values.count)].joined(separator: ", ")
                text += "  \(row),\n"
            }
            return text + "]\n"
        }
        var text = "width: \(width)\nchannels: \(channels)\n"
        text += "made_by: \(quoted(madeBy))\nmade_at: \(quoted(madeAt))\n"
        if let millimetresPerColumn { text += "mm_per_column: \(number(millimetresPerColumn))\n" }
        switch rowScale {
        case .millimetresPerRow(let extent):
            text += "mm_per_row: \(number(extent))\n"
        case .encoder(let ticks, let extent):
            text += "encoder: {ticks_per_row: \(number(ticks)), mm_per_tick: \(number(extent))}\n"
        case nil: break
        }
        text += "dead_columns:" + list(deadColumns.map(String.init))
        text += "# Grey levels without light, per column and channel.\n"
        text += "dark:" + list(dark.map { number(Double($0)) })
        text += "# Factors that make the flat reference even.\n"
        text += "gain:" + list(gain.map { number(Double($0)) })
        return text
    }
}
