internal import Linux

/// Records on disk, in order, until the broker has acknowledged them.
///
/// Segments of bounded size; a torn tail is cut off on opening. Only what is synced is read, so that
/// a number that a host has seen is never given to another record, whatever a power cut takes.
/// Thread-bound to the fleet's thread.
final class Spool {
    /// Writes bytes at the end of a segment; replaced in tests by a disk that refuses.
    typealias Writer = @Sendable (SegmentFile, [UInt8]) throws(SystemError) -> Void

    static let plainWriter: Writer = { file, bytes throws(SystemError) in try file.append(bytes) }
    /// Numbers of a new spool start at the clock's milliseconds times this: they are higher than those
    /// of any spool before it, even of one that was wiped.
    static let numbersPerMillisecond: Int64 = 1000
    private static let segmentByteCountMin = 1 << 14
    private static let segmentByteCountMax = 1 << 22

    let folder: String
    let byteCountMax: Int
    let retainedByteCountMax: Int
    let segmentByteCount: Int
    private let writer: Writer

    var segments: [SpoolSegment] = []
    var position: SpoolPosition
    private var savedPosition: SpoolPosition?
    private var file: SegmentFile?
    /// Number of the last record that was counted as lost.
    private var countedLostNumber: Int64 = 0
    var cursor: SpoolCursor?
    /// Number of the last record that was written.
    private(set) var lastNumber: Int64
    /// Number of the last record that survives a power cut.
    private(set) var syncedNumber: Int64

    var byteCount: Int { segments.reduce(0) { $0 + $1.byteCount } }
    var waitingCount: Int64 { lastNumber - position.acknowledged }

    /// Opens the spool in `folder`, which is made where it is not there.
    init(
        folder: String,
        byteCountMax: Int,
        retainedByteCountMax: Int,
        nowMilliseconds: Int64,
        writer: @escaping Writer = Spool.plainWriter
    ) throws(SystemError) {
        self.folder = folder
        self.byteCountMax = byteCountMax
        self.retainedByteCountMax = retainedByteCountMax
        self.writer = writer
        segmentByteCount = min(
            max(byteCountMax / 16, Self.segmentByteCountMin),
            Self.segmentByteCountMax
        )
        try FolderFiles.makeFolder(folder)
        segments = FolderFiles.names(in: folder)
            .compactMap { SpoolSegment(name: $0, folder: folder) }
            .sorted { $0.first < $1.first }
        let saved = SpoolPosition(folder: folder)
        let start = nowMilliseconds * Self.numbersPerMillisecond
        position = saved ?? SpoolPosition(acknowledged: (segments.first?.first ?? start) - 1)
        lastNumber = position.acknowledged
        syncedNumber = lastNumber
        try repairTail()
        savedPosition = saved
        try savePosition()
    }

    /// Cuts what a crash left half written, and finds the last number.
    private func repairTail() throws(SystemError) {
        guard let last = segments.last else { return }
        let file = try SegmentFile(path: "\(folder)/\(last.name)")
        let bytes = try file.read(at: 0, count: file.byteCount)
        var offset = 0
        lastNumber = max(lastNumber, last.first - 1)
        while case .record(let record, let count) = SpoolRecord.read(bytes, at: offset) {
            offset += count
            lastNumber = max(lastNumber, record.number)
        }
        if offset < file.byteCount { try file.truncate(to: offset) }
        try file.sync()
        segments[segments.count - 1].byteCount = offset
        syncedNumber = lastNumber
    }

    /// Writes `records` behind the others, all or none.
    func append(_ records: [FleetRecord]) throws(SystemError) {
        guard !records.isEmpty else { return }
        var bytes: [UInt8] = []
        for (index, record) in records.enumerated() {
            let number = lastNumber + 1 + Int64(index)
            SpoolRecord.append(
                number: number,
                table: record.table,
                row: RowBytes.row(record.row(number: number)),
                to: &bytes
            )
        }
        do throws(SystemError) {
            let file = try currentFile()
            try writer(file, bytes)
            segments[segments.count - 1].byteCount = file.byteCount
        } catch {
            makeRoom()
            throw error
        }
        lastNumber += Int64(records.count)
        trim()
    }

    private func currentFile() throws(SystemError) -> SegmentFile {
        if let file, file.byteCount < segmentByteCount { return file }
        try sync()
        let segment = SpoolSegment(first: lastNumber + 1)
        let path = "\(folder)/\(segment.name)"
        let made = try SegmentFile(path: path)
        try made.truncate(to: 0)
        try AtomicFile.syncFolder(of: path)
        segments.removeAll { $0.first == segment.first }
        segments.append(segment)
        file = made
        return made
    }

    /// Returns once everything written would survive a power cut.
    func sync() throws(SystemError) {
        guard syncedNumber < lastNumber else { return }
        try file?.sync()
        syncedNumber = lastNumber
    }

    /// Lets go of the segment that is written, so that the next record begins another.
    func sealSegment() { file = nil }

    /// Takes note that the broker has everything up to `number`.
    func acknowledge(upTo number: Int64) {
        position.acknowledged = min(max(position.acknowledged, number), lastNumber)
        trim()
    }

    /// Writes down how far the broker has acknowledged, when that has changed.
    func savePosition() throws(SystemError) {
        guard position != savedPosition else { return }
        try position.write(folder: folder)
        savedPosition = position
    }

    /// Keeps the bounds: drops acknowledged segments first, then the oldest, which are counted.
    private func trim() {
        var total = byteCount
        var retained = 0
        for (index, segment) in segments.dropLast().enumerated()
        where segments[index + 1].first - 1 <= position.acknowledged {
            retained += segment.byteCount
        }
        while segments.count > 1 {
            let next = segments[1].first
            let isAcknowledged = next - 1 <= position.acknowledged
            let isTooMuch = isAcknowledged && retained > retainedByteCountMax
            guard isTooMuch || total > byteCountMax else { return }
            total -= segments[0].byteCount
            if isAcknowledged {
                retained -= segments[0].byteCount
            } else {
                count(lostFrom: max(position.acknowledged + 1, segments[0].first), to: next - 1)
                position.acknowledged = next - 1
            }
            removeOldest()
        }
    }

    /// Frees what is only kept to be sent again: a full disk needs it more.
    private func makeRoom() {
        while segments.count > 1, segments[1].first - 1 <= position.acknowledged { removeOldest() }
    }

    func count(lostFrom first: Int64, to last: Int64) {
        position.lost += max(0, last - max(first, countedLostNumber + 1) + 1)
        countedLostNumber = max(countedLostNumber, last)
    }

    private func removeOldest() {
        let oldest = segments.removeFirst()
        if cursor?.segmentFirst == oldest.first { cursor = nil }
        try? FolderFiles.remove("\(folder)/\(oldest.name)")
    }
}
