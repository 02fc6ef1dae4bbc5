internal import Linux

/// Where the next record is read.
struct SpoolCursor {
    let segmentFirst: Int64
    let file: SegmentFile
    var offset: Int
    var number: Int64
}

extension Spool {
    private static let readByteCount = 1 << 17

    /// Records from number `first` on, in order, synced ones only; empty when there is none.
    ///
    /// Damaged records are skipped, with the rest of their segment, and counted as lost when the
    /// broker has not acknowledged them.
    func read(from first: Int64, countMax: Int) throws(SystemError) -> [SpoolRecord] {
        var records: [SpoolRecord] = []
        // A new spool has numbers and no segment.
        guard !segments.isEmpty else { return records }
        var wanted = max(first, segments.first?.first ?? first)
        while records.isEmpty, wanted <= syncedNumber {
            var place = try place(of: wanted)
            let bytes = try place.file.read(at: place.offset, count: Self.readByteCount)
            var offset = 0
            var isDamaged = false
            scan: while records.count < countMax {
                switch SpoolRecord.read(bytes, at: offset) {
                case .record(let record, let byteCount):
                    guard record.number <= syncedNumber else { break scan }
                    offset += byteCount
                    place.number = record.number + 1
                    if record.number >= wanted { records.append(record) }
                case .incomplete:
                    isDamaged = bytes.count < Self.readByteCount
                    break scan
                case .damaged:
                    isDamaged = true
                    break scan
                }
            }
            place.offset += offset
            cursor = place
            if records.isEmpty, isDamaged || offset == 0 {
                guard let next = passDamage(in: place.segmentFirst, from: wanted) else {
                    return []
                }
                wanted = next
            }
        }
        return records
    }

    private func place(of number: Int64) throws(SystemError) -> SpoolCursor {
        let segment = segments.last { $0.first <= number } ?? segments[0]
        if let cursor, cursor.segmentFirst == segment.first, cursor.number <= number {
            return cursor
        }
        return SpoolCursor(
            segmentFirst: segment.first,
            file: try SegmentFile(path: "\(folder)/\(segment.name)"),
            offset: 0,
            number: segment.first
        )
    }

    /// Goes on behind a damaged segment; nil where nothing is behind it yet.
    private func passDamage(in segmentFirst: Int64, from number: Int64) -> Int64? {
        let next = segments.first { $0.first > segmentFirst }?.first ?? lastNumber + 1
        if next > lastNumber { sealSegment() }
        cursor = nil
        count(lostFrom: max(number, position.acknowledged + 1), to: next - 1)
        // A gap is behind us: what is before it will never be acknowledged otherwise.
        if position.acknowledged == number - 1 { acknowledge(upTo: next - 1) }
        return next <= lastNumber ? next : nil
    }
}
