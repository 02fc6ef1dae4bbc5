public import Louis

extension BrailleReading {
    /// The text of all lines, parted by line ends, or nil where the table has none.
    public func text(_ table: BrailleTable) -> String? {
        var result: [String] = []
        for line in lines {
            guard let text = table.text(line) else { return nil }
            result.append(text)
        }
        return result.isEmpty ? nil : result.joined(separator: "\n")
    }
}
