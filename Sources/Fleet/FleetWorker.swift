internal import Foundation
internal import Linux
internal import Mosquitto
internal import Synchronization

/// The fleet's thread: records to disk, a connection kept or tried again, the status told.
///
/// Thread-bound.
final class FleetWorker {
    /// Time between two looks at the queue.
    static let lookMilliseconds = 50
    /// Records that are written at once.
    private static let writeCountMax = 4096
    /// Time between two attempts to write to a disk that refused.
    private static let diskRetryNanoseconds: Int64 = 1_000_000_000
    private static let positionNanoseconds: Int64 = 500_000_000
    /// Longest that stopping waits for acknowledgements.
    private static let farewellNanoseconds: Int64 = 2_000_000_000

    let exchange: FleetExchange
    private let writer: Spool.Writer
    private var spool: Spool?
    /// Held while the spool is open: two writers would mix their numbers.
    private var lock: FileLock?
    private var session: FleetSession?
    private var births: BirthCounter?
    private var backoff: Backoff
    private var generator = SystemRandomNumberGenerator()
    /// Taken from the queue, and refused by the disk so far.
    private var unwritten: [FleetRecord] = []
    private var firstUnsyncedNanoseconds: Int64?
    private var nextDiskNanoseconds: Int64 = 0
    private var nextPositionNanoseconds: Int64 = 0
    private var nextConnectionNanoseconds: Int64 = 0
    private var status = FleetStatus()

    init(exchange: FleetExchange, writer: @escaping Spool.Writer) {
        self.exchange = exchange
        self.writer = writer
        backoff = Backoff(millisecondsMax: exchange.settings.reconnectMillisecondsMax)
    }

    /// Works until it is told to stop.
    func run() {
        while !exchange.isStopping.load(ordering: .acquiring) {
            keepRecords(isLast: false)
            talk()
            tell()
        }
        finish()
    }

    private static var nowMilliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Moves what waits from the queue to the disk.
    private func keepRecords(isLast: Bool) {
        let now = MonotonicClock.nowNanoseconds
        guard now >= nextDiskNanoseconds || isLast else { return }
        do throws(FleetError) {
            let spool = try openSpool()
            try move(to: spool, now: now, isLast: isLast)
            status.diskSentence = nil
        } catch {
            status.diskSentence = "\(error); results wait in memory, \(unwritten.count) and more"
            nextDiskNanoseconds = now + Self.diskRetryNanoseconds
        }
    }

    private func move(to spool: Spool, now: Int64, isLast: Bool) throws(FleetError) {
        do throws(SystemError) {
            repeat {
                if unwritten.isEmpty { unwritten = exchange.queue.take(Self.writeCountMax) }
                guard !unwritten.isEmpty else { break }
                try spool.append(unwritten)
                unwritten = []
                if firstUnsyncedNanoseconds == nil { firstUnsyncedNanoseconds = now }
            } while isLast
            try sync(spool, now: now, isLast: isLast)
            if now >= nextPositionNanoseconds || isLast {
                try spool.savePosition()
                nextPositionNanoseconds = now + Self.positionNanoseconds
            }
        } catch {
            throw .system(error)
        }
    }

    private func openSpool() throws(FleetError) -> Spool {
        if let spool { return spool }
        let settings = exchange.settings
        do throws(SystemError) {
            try FolderFiles.makeFolder(settings.spoolFolder)
            if lock == nil { lock = try FileLock(ifFree: "\(settings.spoolFolder)/lock") }
            if lock != nil {
                let made = try Spool(
                    folder: settings.spoolFolder,
                    byteCountMax: settings.spoolByteCountMax,
                    retainedByteCountMax: settings.retainedByteCountMax,
                    nowMilliseconds: Self.nowMilliseconds,
                    writer: writer
                )
                spool = made
                births = BirthCounter(folder: settings.spoolFolder)
                return made
            }
        } catch {
            throw .system(error)
        }
        throw .file(
            path: settings.spoolFolder,
            reason: "another blisterd reports from it",
            cure: "stop that one, or name another folder with spool"
        )
    }

    private func sync(_ spool: Spool, now: Int64, isLast: Bool) throws(SystemError) {
        guard let first = firstUnsyncedNanoseconds else { return }
        let settings = exchange.settings
        let isOld = now - first >= Int64(settings.gatheringMillisecondsMax) * 1_000_000
        let isMuch = spool.lastNumber - spool.syncedNumber >= Int64(settings.resultsPerMessageMax)
        guard isOld || isMuch || isLast else { return }
        try spool.sync()
        firstUnsyncedNanoseconds = nil
    }

    /// Keeps the connection, or tries to get one; waits a little where there is nothing to do.
    private func talk() {
        guard let spool else { return rest() }
        if session == nil {
            guard MonotonicClock.nowNanoseconds >= nextConnectionNanoseconds else { return rest() }
            do {
                session = try FleetSession(
                    exchange: exchange,
                    birthSequence: births?.next() ?? 0
                )
                status.condition = .connecting
                status.sentence = "connecting to broker \(exchange.settings.broker)"
            } catch {
                return retry(after: "\(error)")
            }
        }
        guard let session else { return }
        do throws(BrokerRefusal) {
            try session.step(spool: spool, status: status)
            if session.isBorn, status.condition != .online {
                backoff.reset()
                status.birthCount += 1
            }
            status.condition = session.condition
            status.sentence = session.sentence
        } catch {
            self.session = nil
            if error == .closed {
                nextConnectionNanoseconds = 0
                status.condition = .connecting
            } else {
                retry(after: "\(error)")
            }
        }
    }

    private func retry(after sentence: String) {
        let milliseconds = backoff.next(using: &generator)
        nextConnectionNanoseconds = MonotonicClock.nowNanoseconds + Int64(milliseconds) * 1_000_000
        status.condition = .offline
        status.sentence = sentence
    }

    private func rest() {
        _ = exchange.wake.wait(timeoutNanoseconds: Int64(Self.lookMilliseconds) * 1_000_000)
    }

    private func tell() {
        if let spool {
            status.waitingCount = spool.waitingCount
            status.spoolByteCount = spool.byteCount
            status.lostCount = spool.position.lost
            status.acknowledgedNumber = spool.position.acknowledged
        }
        status.refusedCount = exchange.queue.refusedCount
        exchange.status.withLock { $0 = status }
    }

    private func finish() {
        keepRecords(isLast: true)
        if let spool, let session {
            let deadline = MonotonicClock.nowNanoseconds + Self.farewellNanoseconds
            while session.isBorn, spool.waitingCount > 0, MonotonicClock.nowNanoseconds < deadline {
                do { try session.step(spool: spool, status: status) } catch { break }
            }
            session.close()
            try? spool.savePosition()
        }
        session = nil
        lock?.release()
        status.condition = .stopped
        status.sentence = "reporting has ended"
        tell()
    }
}
