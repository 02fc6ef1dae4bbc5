public import Foundation
internal import GRDB

/// The SQLite store: one row per blister, one per batch, the full result beside it.
///
/// WAL journal with a flush per transaction: a killed process and a power cut both leave a file
/// that opens with whole transactions. Readers never hinder the one writer. Thread-safe.
public struct RecordStore: Sendable {
    /// Name of the file inside the records folder.
    public static let fileName = "records.sqlite"
    /// Files up to this size are checked page by page when they are opened.
    static let checkedByteCountMax = 256 << 20

    let pool: any DatabaseWriter

    /// How opening went.
    public enum Opening: Sendable, Equatable {
        /// The file was there and sound.
        case existing
        /// There was none.
        case created
        /// It was damaged; it lies beside under this name, and a new one was begun.
        case movedAside(String)
    }

    private init(pool: any DatabaseWriter) {
        self.pool = pool
    }

    /// Opens the store in `folder` for writing, makes it where there is none, moves it aside when
    /// it is damaged, and closes batches that a crash left open as interrupted.
    ///
    /// - Throws: what SQLite says when the disk is full, read-only or forbidden.
    public static func open(
        folder: URL,
        at now: Timestamp = .now
    ) throws -> (store: RecordStore, opening: Opening) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: fileName)
        var opening =
            FileManager.default.fileExists(atPath: file.path())
            ? Opening.existing : Opening.created
        var store: RecordStore
        do {
            store = try checked(file)
        } catch let error as DatabaseError where error.meansDamage {
            let name = "records-damaged-\(now.milliseconds).sqlite"
            try moveAside(file, as: folder.appending(path: name))
            store = try checked(file)
            try store.note(incident: "store_damaged", detail: name, at: now)
            opening = .movedAside(name)
        }
        try store.interruptOpenBatches(at: now)
        return (store, opening)
    }

    /// Opens the store at `folder` for reading beside a running daemon.
    public static func openForReading(folder: URL) throws -> RecordStoreReader {
        let file = folder.appending(path: fileName)
        guard FileManager.default.fileExists(atPath: file.path()) else {
            throw RecordStoreError.noStore(path: file.path())
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(2)
        do {
            return RecordStoreReader(
                reader: try DatabaseQueue(path: file.path(), configuration: configuration)
            )
        } catch let error as DatabaseError {
            throw RecordStoreError.unreadable(path: file.path(), reason: error.message ?? "?")
        }
    }

    /// A store in memory, for tests of what is done with it.
    static func inMemory() throws -> RecordStore {
        let store = RecordStore(pool: try DatabaseQueue())
        try schema.migrate(store.pool)
        return store
    }

    private static func checked(_ file: URL) throws -> RecordStore {
        var configuration = Configuration()
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { database in
            // The records thread may wait for the disk; a power cut must not take a transaction.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        let pool = try DatabasePool(path: file.path(), configuration: configuration)
        let size = (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        if size <= checkedByteCountMax {
            let answer = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard answer == "ok" else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: answer)
            }
        }
        try schema.migrate(pool)
        return RecordStore(pool: pool)
    }

    /// Whether `error` says that the file is damaged.
    static func meansDamage(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.meansDamage ?? false
    }

    private static func moveAside(_ file: URL, as target: URL) throws {
        for ending in ["", "-wal", "-shm"] {
            let from = file.path() + ending
            guard FileManager.default.fileExists(atPath: from) else { continue }
            try FileManager.default.moveItem(atPath: from, toPath: target.path() + ending)
        }
    }
}

/// Why the store cannot be read.
public enum RecordStoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no file.
    case noStore(path: String)
    /// It is no store, or forbidden.
    case unreadable(path: String, reason: String)
    /// It has no such batch.
    case noBatch(Int)
    /// It has no batch at all.
    case empty

    /// One line: file, what is wrong, cure.
    public var description: String {
        switch self {
        case .noStore(let path):
            "\(path): there is no store; give the records folder of the station configuration"
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason); check its permissions"
        case .noBatch(let number):
            "there is no batch \(number); leave the number out for the latest"
        case .empty: "the store has no batch yet; start the daemon first"
        }
    }
}

extension DatabaseError {
    var meansDamage: Bool {
        resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
    }
}
