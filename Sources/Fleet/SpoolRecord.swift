internal import Linux

/// A record as it lies in a segment.
///
/// Length of the body and its CRC-32, four bytes each, then the body: number (8 bytes), table (1),
/// row. All numbers little-endian.
struct SpoolRecord: Equatable {
    let number: Int64
    let table: FleetTable
    /// A row of the table's DataSet, as Sparkplug has it.
    let row: ArraySlice<UInt8>

    static let headByteCount = 8
    private static let bodyByteCountMin = 9
    /// A longer one is damage.
    static let bodyByteCountMax = 1 << 16

    static func append(
        number: Int64,
        table: FleetTable,
        row: [UInt8],
        to bytes: inout [UInt8]
    ) {
        var body: [UInt8] = []
        body.reserveCapacity(row.count + bodyByteCountMin)
        for shift in 0..<8 { body.append(UInt8(truncatingIfNeeded: number >> (8 * Int64(shift)))) }
        body.append(table.rawValue)
        body += row
        for value in [UInt32(body.count), CyclicCode.code(of: body)] {
            for shift: UInt32 in [0, 8, 16, 24] {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        bytes += body
    }

    /// What was found at a place.
    enum Finding: Equatable {
        case record(SpoolRecord, byteCount: Int)
        /// The bytes end before the record does.
        case incomplete
        /// No record was ever written like this, or it has changed since.
        case damaged
    }

    static func read(_ bytes: [UInt8], at offset: Int) -> Finding {
        guard offset + headByteCount <= bytes.count else { return .incomplete }
        let count = Int(word(bytes, at: offset))
        guard (bodyByteCountMin...bodyByteCountMax).contains(count) else { return .damaged }
        let start = offset + headByteCount
        guard start + count <= bytes.count else { return .incomplete }
        let body = bytes[start..<start + count]
        guard CyclicCode.code(of: body) == word(bytes, at: offset + 4),
            let table = FleetTable(rawValue: bytes[start + 8])
        else { return .damaged }
        let low = Int64(word(bytes, at: start))
        let number = low | Int64(bitPattern: UInt64(word(bytes, at: start + 4)) << 32)
        return .record(
            SpoolRecord(number: number, table: table, row: body.dropFirst(bodyByteCountMin)),
            byteCount: headByteCount + count
        )
    }

    private static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}
