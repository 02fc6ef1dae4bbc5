internal import Linux
internal import Signatures

/// A note with its time, on its way to disk.
struct HeldNote: Sendable {
    var note: AuditNote
    var moment: AuditMoment
}

/// Brings notes to disk, chained and signed.
///
/// Thread-bound: the trail's thread, once it is opened.
final class TrailWriter {
    /// Bytes of one group, which is written and flushed at once.
    private static let groupByteCountMax = 1 << 20

    private let settings: AuditTrailSettings
    private let clock: AuditClock
    private let folder: TrailFolder
    private var lock: FileLock?
    private var key: SigningKey?
    private var file: GrowingFile?
    private var head = Head(sequence: 0, hash: Array(AuditEntry.noHash.utf8))
    /// Written first, before all others: what opening found.
    private var findings: [HeldNote] = []
    /// Tells of an exchanged key until it is written.
    private var exchange: HeldNote?
    private(set) var checkpoint: AuditCheckpoint?

    /// The last entry, and how many there are since the last checkpoint.
    private struct Head {
        var sequence: Int
        var hash: [UInt8]
        var unsignedCount = 0
        var unsignedSinceNanoseconds: Int64?
    }

    /// Entries that become durable together.
    private struct Group {
        var bytes: [UInt8] = []
        var noteCount = 0
        var entryCount = 0
        var head: Head
        var checkpoints: [AuditCheckpoint] = []
    }

    init(settings: AuditTrailSettings, clock: AuditClock) {
        self.settings = settings
        self.clock = clock
        folder = TrailFolder(path: settings.folder)
    }

    var isOpen: Bool { file != nil }

    /// Takes the lock, reads or makes the key, and repairs the end of the trail.
    ///
    /// - Throws: ``AuditError``; after `disk` it may be called again.
    func open() throws(AuditError) {
        try folder.make()
        if lock == nil { lock = try taken() }
        let (key, lostKey) = try AuditKey.open(settings.keyPath)
        do {
            let tail = try TrailTail(of: folder)
            try TrailRepair.setAside(tail, in: folder)
            let next = (tail.last?.sequence ?? 0) + 1
            findings = []
            if let note = try TrailRepair.note(behind: tail.last, in: folder) {
                findings.append(HeldNote(note: note, moment: clock.now))
            }
            if let lostKey { exchange = Self.exchanged(lostKey, key, clock.now) }
            if let exchange { findings.append(exchange) }
            let opened = try GrowingFile(path: tail.segment ?? folder.segment(from: next))
            head = Head(
                sequence: next - 1,
                hash: Array((tail.last?.hash ?? AuditEntry.noHash).utf8)
            )
            if tail.last.map({ $0.note.event != .checkpoint }) ?? false { head.unsignedCount = 1 }
            self.key = key
            file = opened
        } catch let error as SystemError {
            throw .disk(error.subject, error)
        } catch let error as AuditError {
            throw error
        } catch {
            throw .disk(path: folder.path, reason: "\(error)")
        }
    }

    /// Writes as many of `notes` as one group holds, and a checkpoint where one is due.
    ///
    /// - Parameters:
    ///   - notes: Oldest first.
    ///   - wantsCheckpoint: Signs in any case, once all of them are written.
    ///   - told: Gets checkpoints that are on disk.
    /// - Returns: How many of `notes`, and how many entries in all, are on disk now.
    /// - Throws: ``AuditError/disk(path:reason:)``; nothing was added then.
    func write(
        _ notes: ArraySlice<HeldNote>,
        wantsCheckpoint: Bool,
        told: (AuditCheckpoint) -> Void
    ) throws(AuditError) -> (notes: Int, entries: Int) {
        if !isOpen { try open() }
        guard let key else { return (0, 0) }
        var group = Group(head: head)
        for finding in findings { add(finding, to: &group) }
        for held in notes {
            add(held, to: &group)
            group.noteCount += 1
            if held.note.event.isSigned
                || group.head.unsignedCount >= settings.checkpointEntryCount
            {
                sign(&group, key)
            }
            if group.bytes.count >= Self.groupByteCountMax { break }
        }
        let isAll = group.noteCount == notes.count
        if isAll, group.head.unsignedCount > 0, wantsCheckpoint || isDue(group.head) {
            sign(&group, key)
        }
        guard !group.bytes.isEmpty else { return (0, 0) }
        try store(group)
        head = group.head
        findings = []
        exchange = nil
        checkpoint = group.checkpoints.last ?? checkpoint
        for checkpoint in group.checkpoints { told(checkpoint) }
        return (group.noteCount, group.entryCount)
    }

    /// Lets another process write.
    func close() {
        file = nil
        lock?.release()
        lock = nil
    }

    private func store(_ group: Group) throws(AuditError) {
        guard var file else { return }
        let known = file.byteCount
        do {
            if known >= settings.segmentByteCountMax {
                file = try GrowingFile(path: folder.segment(from: head.sequence + 1))
                self.file = file
            }
            try file.append(group.bytes)
        } catch {
            // What cannot be taken back now is found torn when the trail is opened anew.
            try? file.shorten(to: file.byteCount)
            self.file = nil
            throw .disk(error.subject, error)
        }
    }

    private func isDue(_ head: Head) -> Bool {
        guard let since = head.unsignedSinceNanoseconds else { return true }
        let waited = clock.now.monotonicNanoseconds - since
        return waited >= Int64(settings.checkpointSecondsMax) * 1_000_000_000
    }

    private func add(_ held: HeldNote, to group: inout Group) {
        let line = AuditEntry.line(
            sequence: group.head.sequence + 1,
            note: held.note,
            moment: held.moment,
            previousHash: group.head.hash
        )
        group.bytes += line.bytes
        group.entryCount += 1
        group.head.sequence += 1
        group.head.hash = line.hash
        group.head.unsignedCount += 1
        if group.head.unsignedSinceNanoseconds == nil {
            group.head.unsignedSinceNanoseconds = held.moment.monotonicNanoseconds
        }
    }

    private func sign(_ group: inout Group, _ key: SigningKey) {
        let moment = clock.now
        let checkpoint = AuditCheckpoint(
            station: settings.station,
            sequence: group.head.sequence,
            head: String(decoding: group.head.hash, as: UTF8.self),
            time: moment.text,
            key: key
        )
        let note = AuditNote(.checkpoint, subject: settings.station, after: checkpoint.line)
        add(HeldNote(note: note, moment: moment), to: &group)
        group.head.unsignedCount = 0
        group.head.unsignedSinceNanoseconds = nil
        group.checkpoints.append(checkpoint)
    }

    private func taken() throws(AuditError) -> FileLock {
        do {
            // A station that was just ended may still be closing its files.
            for _ in 0..<20 {
                if let lock = try FileLock(ifFree: folder.lockPath) { return lock }
                MonotonicClock.sleep(
                    untilNanoseconds: MonotonicClock.nowNanoseconds + 100_000_000
                )
            }
        } catch {
            throw .disk(folder.lockPath, error)
        }
        throw .locked(path: folder.lockPath)
    }

    private static func exchanged(
        _ old: VerifyingKey,
        _ new: SigningKey,
        _ moment: AuditMoment
    ) -> HeldNote {
        let note = AuditNote(
            .key,
            subject: "key of the audit trail",
            before: old.description,
            after: new.verifyingKey.description,
            reason: "the private key of the old one was not there any more"
        )
        return HeldNote(note: note, moment: moment)
    }
}

extension AuditEvent {
    /// Whether a checkpoint follows at once.
    fileprivate var isSigned: Bool {
        switch self {
        case .stop, .batchEnd, .batchRoot: true
        default: false
        }
    }
}
