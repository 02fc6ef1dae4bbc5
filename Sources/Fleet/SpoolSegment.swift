internal import Linux

/// One file of the spool; its name is the number of its first record.
struct SpoolSegment: Equatable {
    let first: Int64
    var byteCount: Int

    private static let prefix = "records-"
    private static let suffix = ".spool"

    var name: String {
        let digits = String(first)
        return Self.prefix + String(repeating: "0", count: max(0, 19 - digits.count)) + digits
            + Self.suffix
    }

    init(first: Int64, byteCount: Int = 0) {
        self.first = first
        self.byteCount = byteCount
    }

    /// The segment that a file in the spool's folder is; nil for other files.
    init?(name: String, folder: String) {
        guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix),
            let first = Int64(name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)),
            let facts = try? FileFacts(path: "\(folder)/\(name)"), facts.isRegular
        else { return nil }
        self.init(first: first, byteCount: facts.byteCount)
    }
}
