internal import Documents

/// The checked contents of one `replay.yaml`.
struct ReplayDocument {
    static let keys = [
        "files", "rows_per_chunk", "row_rate_hz", "mm_per_row", "mm_per_column", "ticks_per_row",
        "lights", "cycle_rows",
    ]

    var pattern: String
    var rowsPerChunk: Int
    var rowRateHertz: Double
    var millimetresPerRow: Double
    var millimetresPerColumn: Double
    var ticksPerRow: Double
    var lights: Int
    var cycleRows: [Int]?

    init(folder: String) throws(ReplayError) {
        do {
            let path = "\(folder)/\(ReplaySet.documentName)"
            try self.init(try Document.read(path: path))
        } catch {
            throw .document(error)
        }
    }

    init(_ node: DocumentNode) throws(DocumentError) {
        let mapping = try node.mapping(allowed: Self.keys)
        pattern = try Self.pattern(try mapping.required("files"))
        rowsPerChunk = try mapping.required("rows_per_chunk").integer(in: 1...1_000_000)
        rowRateHertz = try mapping.required("row_rate_hz").number(in: 0.1...10_000_000)
        millimetresPerRow = try mapping.required("mm_per_row").number(in: 0.0001...100)
        millimetresPerColumn = try mapping.required("mm_per_column").number(in: 0.0001...100)
        ticksPerRow = try mapping.optional("ticks_per_row")?.number(in: 0.000_001...1_000_000) ?? 1
        lights = try mapping.optional("lights")?.integer(in: 1...64) ?? 1
        cycleRows = try Self.cycleRows(mapping.optional("cycle_rows"))
    }

    private static func pattern(_ node: DocumentNode) throws(DocumentError) -> String {
        let text = try node.text()
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !text.isEmpty, !parts.contains(where: { $0.isEmpty || $0 == ".." }) else {
            throw node.invalid(
                "'\(text)' does not name files inside this folder",
                cure: "write a pattern such as chunk-*.pgm"
            )
        }
        return text
    }

    private static func cycleRows(_ node: DocumentNode?) throws(DocumentError) -> [Int]? {
        guard let node else { return nil }
        if let text = try? node.text(), ["", "~", "null"].contains(text) { return nil }
        var rows: [Int] = []
        for element in try node.elements() {
            let row = try element.integer(in: 0...1_000_000_000_000)
            if let last = rows.last, row <= last {
                throw element.invalid(
                    "row \(row) does not come after row \(last)",
                    cure: "sort the rows"
                )
            }
            rows.append(row)
        }
        return rows
    }
}
