public import Blister
internal import Digests
public import Foundation
internal import GRDB
internal import Imaging

/// The cut of one blister, as it was kept, with what inspection said of it.
///
/// Thread-safe as a value.
public struct CutEvidence: Sendable {
    /// Name of the blister.
    public var blisterID: String
    /// When it was judged, ISO 8601.
    public var decidedAt: String
    /// The cut, as registration gets it.
    public var cut: BlisterCut
    /// What had to be printed.
    public var expectedPrint: String?
    /// What had to be embossed.
    public var expectedBraille: String?
    /// What the code had to say.
    public var expectedCode: String?
    /// By what it was judged.
    public var provenance: Provenance
    /// The result's line without latency.
    public var result: String

    /// Makes evidence.
    public init(
        blisterID: String,
        decidedAt: String,
        cut: BlisterCut,
        expectedPrint: String?,
        expectedBraille: String?,
        expectedCode: String? = nil,
        provenance: Provenance,
        result: String
    ) {
        self.blisterID = blisterID
        self.decidedAt = decidedAt
        self.cut = cut
        self.expectedPrint = expectedPrint
        self.expectedBraille = expectedBraille
        self.expectedCode = expectedCode
        self.provenance = provenance
        self.result = result
    }
}

/// Why there is nothing to judge again, in one line with the cure.
public enum CutEvidenceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The store knows no such blister.
    case noBlister(String)
    /// The blister is known, and its cut was not kept.
    case notKept(String, reasons: String)
    /// A file that the store or the sidecar names is not there.
    case gone(file: String)
    /// A file is not what was written.
    case altered(file: String, expected: String, actual: String)
    /// A file is what was written, and cannot be read all the same.
    case unreadable(file: String, reason: String)

    /// One line.
    public var description: String {
        switch self {
        case .noBlister(let name): "\(name): the store has no such blister; see the reject log"
        case .notKept(let name, let reasons):
            "\(name): no cut was kept (\(reasons)); nothing was seen, it was accepted, or the disk "
                + "was slow: see cuts_lost in the batch report"
        case .gone(let file):
            "\(file): is gone; the oldest evidence goes first, raise evidence_mb or archive it"
        case .altered(let file, let expected, let actual):
            "\(file): was altered: its SHA-256 is \(actual.prefix(12))…, written was "
                + "\(expected.prefix(12))…; restore the file"
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason); use the version that wrote it"
        }
    }
}

extension RecordStoreReader {
    /// The names of all blisters of a batch whose cuts were kept, in order of cycle and lane.
    ///
    /// - Throws: what SQLite says.
    public func blistersWithCuts(batch: Int) throws -> [String] {
        try reader.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT cycle, lane FROM cut WHERE batch = ? ORDER BY cycle, lane",
                arguments: [batch]
            )
            return rows.map { row in
                let identity = BlisterIdentity(cycle: row["cycle"], lane: row["lane"])
                return BlisterID.text(batch: batch, identity: identity)
            }
        }
    }

    /// The cut of one blister, every byte of it as it was written.
    ///
    /// - Parameters:
    ///   - batch: its batch.
    ///   - identity: which blister.
    ///   - folder: the evidence folder.
    /// - Returns: what inspection looked at, and what it said.
    /// - Throws: ``CutEvidenceError`` for what is missing or altered, or what SQLite says.
    public func cutEvidence(
        batch: Int,
        identity: BlisterIdentity,
        folder: URL
    ) throws -> CutEvidence {
        let name = BlisterID.text(batch: batch, identity: identity)
        let place = try reader.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT sidecar, sha256 FROM cut WHERE batch = ? AND cycle = ? AND lane = ?",
                arguments: [batch, identity.cycle, identity.lane]
            )
        }
        guard let place else {
            let reasons = try reader.read { database in
                try String.fetchOne(
                    database,
                    sql: """
                        SELECT verdict || coalesce(' ' || nullif(reasons, ''), '') FROM blister
                        WHERE batch = ? AND cycle = ? AND lane = ?
                        """,
                    arguments: [batch, identity.cycle, identity.lane]
                )
            }
            guard let reasons else { throw CutEvidenceError.noBlister(name) }
            throw CutEvidenceError.notKept(name, reasons: reasons)
        }
        let path: String = place["sidecar"]
        let file = folder.appending(path: path)
        let sidecar = try Self.sidecar(try Self.contents(file, digest: place["sha256"]), file)
        let picture = file.deletingLastPathComponent().appending(path: sidecar.picture)
        let image = try Image.decode(
            try Self.contents(picture, digest: sidecar.pictureDigest),
            file: picture.path()
        )
        return CutEvidence(
            blisterID: name,
            decidedAt: sidecar.decidedAt,
            cut: sidecar.cut(image, identity: identity),
            expectedPrint: sidecar.expectedPrint,
            expectedBraille: sidecar.expectedBraille,
            expectedCode: sidecar.expectedCode,
            provenance: sidecar.provenance,
            result: sidecar.result
        )
    }

    private static func contents(
        _ file: URL,
        digest expected: String
    ) throws(CutEvidenceError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file.path()) else {
            throw .gone(file: file.path())
        }
        let bytes = Array(data)
        let actual = SHA256Digest(of: bytes).description
        guard actual == expected else {
            throw .altered(file: file.path(), expected: expected, actual: actual)
        }
        return bytes
    }

    private static func sidecar(
        _ bytes: [UInt8],
        _ file: URL
    ) throws(CutEvidenceError) -> CutSidecar {
        do {
            let sidecar = try CutSidecar(bytes: bytes)
            guard sidecar.version == CutSidecar.version else {
                throw CutEvidenceError.unreadable(
                    file: file.path(),
                    reason: "its format is \(sidecar.version)"
                )
            }
            return sidecar
        } catch let error as CutEvidenceError {
            throw error
        } catch {
            throw .unreadable(file: file.path(), reason: "it is no sidecar of a cut")
        }
    }
}
