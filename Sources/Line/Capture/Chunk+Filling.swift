public import Blister

/// What rows that were not captured are filled with: no camera delivers this pattern, and a
/// blister in which it is seen cannot be taken for a good one.
public let poisonSample: UInt8 = 0xA5

extension Chunk where Stage == Raw {
    /// Copies `rows` rows from the start of `source` and poisons the rest; allocates nothing.
    ///
    /// Traps when `source` is shorter than that or `rows` is over the format's.
    public func fill(with source: [UInt8], rows: Int) {
        fill(with: source.span, rows: rows)
    }

    /// Copies `rows` rows from the start of `source` and poisons the rest; allocates nothing.
    public func fill(with source: Span<UInt8>, rows: Int) {
        let count = rows * format.rowByteCount
        precondition(rows <= format.rowsMax && count <= source.count)
        copy(source, count: count, into: &bytes)
        poison(fromRow: rows)
    }

    /// Poisons every row from `row` on.
    func poison(fromRow row: Int) {
        for index in row * format.rowByteCount..<bytes.count { bytes[index] = poisonSample }
    }
}

private func copy(_ source: Span<UInt8>, count: Int, into target: inout [UInt8]) {
    for index in 0..<count { target[index] = source[index] }
}
