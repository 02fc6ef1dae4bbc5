import AuditTrails
import Foundation
import Synchronization

/// A folder for one trail, and what a test does with it.
final class TrailGround {
    let folder: URL
    private let told = Told()

    private final class Told: Sendable {
        let checkpoints = Mutex<[AuditCheckpoint]>([])
    }

    init() throws {
        // In memory where it can be: what is tested is what lies in the files, a thousand times over.
        let memory = URL(filePath: "/dev/shm")
        let base =
            FileManager.default.isWritableFile(atPath: memory.path())
            ? memory : FileManager.default.temporaryDirectory
        folder = base.appending(path: "trail-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var settings: AuditTrailSettings {
        AuditTrailSettings(
            folder: folder.path() + "/audit",
            keyPath: folder.path() + "/audit/station.pem",
            station: "line 1"
        )
    }

    /// Checkpoints that the station sent off the box.
    var checkpoints: [AuditCheckpoint] { told.checkpoints.withLock { $0 } }

    func open(_ settings: AuditTrailSettings? = nil) throws -> AuditTrail {
        let told = told
        let trail = AuditTrail(settings: settings ?? self.settings) { checkpoint in
            told.checkpoints.withLock { $0.append(checkpoint) }
        }
        try trail.start()
        return trail
    }

    /// Writes a trail of a run with `count` events between start and stop.
    func write(events count: Int, _ settings: AuditTrailSettings? = nil) throws {
        let trail = try open(settings)
        trail.append(AuditNote(.start, after: "recipe=1"))
        for index in 0..<count {
            trail.append(
                AuditNote(.acknowledge, who: "anna", subject: "alarm \(index)", reason: "seen")
            )
        }
        trail.stop(AuditNote(.stop))
    }

    var files: [String] {
        get throws { try AuditVerifier.files(at: settings.folder) }
    }

    var file: URL {
        get throws { URL(filePath: try files[0]) }
    }

    /// Lines of the first file.
    var lines: [String] {
        get throws {
            try String(contentsOf: file, encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
    }

    func replace(_ lines: [String]) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    }

    /// Writes what the station sent off the box to a log, and reads it back from there.
    func known() throws -> [KnownCheckpoint] {
        let log = folder.appending(path: "journal")
        let text = checkpoints.map { "Nov 22 host blisterd[1]: notice: \($0.line)\n" }.joined()
        try Data(("something else\n" + text).utf8).write(to: log)
        return try KnownCheckpoint.all(in: log.path())
    }

    func verify(known: [KnownCheckpoint] = []) throws -> AuditReport {
        try AuditVerifier(
            keys: [AuditKey.publicKey(beside: settings.keyPath)],
            formerKeys: AuditKey.formerKeys(beside: settings.keyPath),
            known: known
        ).verify(files)
    }
}
