/// Rows and tables as the bytes of Sparkplug's messages.
enum RowBytes {
    /// Longer texts are cut: a row must fit a record of the spool.
    static let textByteCountMax = 4096

    /// A `DataSet.Row`, without tag and length.
    static func row(_ values: [SparkplugValue]) -> [UInt8] {
        var row = MessageBytes()
        for value in values {
            var element = MessageBytes()
            switch value {
            case .int32(let value):
                element.field(1, varint: UInt64(UInt32(bitPattern: value)))
            case .int64(let value), .dateTime(let value):
                element.field(2, varint: UInt64(bitPattern: value))
            case .uint64(let value): element.field(2, varint: value)
            case .float(let value): element.field(3, fixed32: value.bitPattern)
            case .double(let value): element.field(4, fixed64: value.bitPattern)
            case .boolean(let value): element.field(5, varint: value ? 1 : 0)
            case .string(let value): element.field(6, text: clipped(value))
            }
            row.field(1, bytes: element.bytes)
        }
        return row.bytes
    }

    /// When the record of `row` was made, milliseconds since 1970: its second element; nil for a row that is
    /// none of ``row(_:)``.
    static func creationMilliseconds(of row: ArraySlice<UInt8>) -> Int64? {
        var rest = row
        func varint() -> UInt64? {
            var (value, shift) = (UInt64(0), UInt64(0))
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 127) << shift
                if byte < 128 { return value }
                shift += 7
                guard shift < 64 else { return nil }
            }
            return nil
        }
        // The first element, as a whole.
        guard varint() != nil, let count = varint(), count < UInt64(rest.count) else { return nil }
        rest = rest.dropFirst(Int(count))
        // Tag and length of the second, then its field 2.
        guard varint() != nil, varint() != nil, varint() == 2 << 3 else { return nil }
        return varint().map { Int64(bitPattern: $0) }
    }

    private static func clipped(_ text: String) -> String {
        guard text.utf8.count > textByteCountMax else { return text }
        return String(decoding: text.utf8.prefix(textByteCountMax - 3), as: UTF8.self)
    }

    /// A metric of `Payload`, tag and length with it: may stand behind any bytes of a payload,
    /// since repeated fields of messages that follow each other are joined.
    static func metric(
        _ table: FleetTable,
        rows: [ArraySlice<UInt8>],
        timeMilliseconds: Int64,
        isHistorical: Bool
    ) -> [UInt8] {
        var head = MessageBytes()
        let columns = table.columns
        head.field(1, varint: UInt64(columns.count))
        for column in columns { head.field(2, text: column.name) }
        for column in columns { head.field(3, varint: UInt64(column.type.rawValue)) }
        let rowsByteCount = rows.reduce(0) {
            $0 + MessageBytes.fieldByteCount(4, byteCount: $1.count)
        }
        let setByteCount = head.bytes.count + rowsByteCount

        var metric = MessageBytes()
        metric.field(2, varint: table.alias)
        metric.field(3, varint: UInt64(bitPattern: timeMilliseconds))
        metric.field(4, varint: UInt64(SparkplugType.dataSet.rawValue))
        if isHistorical { metric.field(5, varint: 1) }
        metric.begin(17, byteCount: setByteCount)

        var whole = MessageBytes()
        whole.begin(2, byteCount: metric.bytes.count + setByteCount)
        whole.add(metric.bytes)
        whole.add(head.bytes)
        for row in rows { whole.field(4, bytes: row) }
        return whole.bytes
    }
}
