/// Searches and counts in bytes that are 0 or 1, eight at a time.
enum ByteMasks {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The first place of `range` that holds `value` (0 or 1); `end` when there is none.
    @inline(__always)
    static func next(_ value: UInt8, in cells: Span<UInt8>, from start: Int, to end: Int) -> Int {
        precondition(start >= 0 && end <= cells.count)
        let bytes = unsafe cells.bytes
        // After this, bytes that hold `value` are not 0.
        let other = value == 0 ? ones : 0
        var place = start
        while place + 8 <= end {
            let word =
                unsafe bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: place,
                    as: UInt64.self
                ) ^ other
            if word != 0 { return place + word.littleEndian.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < end, unsafe cells[unchecked: place] != value { place += 1 }
        return place
    }

    /// How many of `cells` are 1.
    static func count(_ cells: [UInt8]) -> Int {
        let cells = cells.span
        var total = 0
        var start = 0
        while start < cells.count {
            // Sixteen columns of bytes, each of which can count to 255.
            let end = min(start + 16 * 255, cells.count)
            var sums = SIMD16<UInt8>.zero
            var place = start
            while place + 16 <= end {
                sums &+= unsafe cells.bytes.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: place,
                    as: SIMD16<UInt8>.self
                )
                place += 16
            }
            total += Int(SIMD16<UInt16>(truncatingIfNeeded: sums).wrappedSum())
            while place < end {
                total += Int(unsafe cells[unchecked: place])
                place += 1
            }
            start = end
        }
        return total
    }
}
