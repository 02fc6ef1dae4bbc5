internal import Foundation
internal import Linux
internal import VisionModels

/// The models of a station, on disk: what is live, what was, and how it came about.
///
/// `FOLDER/*.onnx` was put there by somebody and waits for examination; `installed/` holds every
/// accepted version for good, `rejected/` what was refused with the reason beside it,
/// `library.json` the ledger, `audit.jsonl` the audit trail. Any thread and any process: changes
/// exclude each other.
public struct ModelLibrary: Sendable {
    /// What a station asks of its models.
    public let demands: ModelDemands
    let folder: LibraryFolder

    /// Names the library in `folder`, which must be there; nothing is read or written yet.
    public init(folder: String, demands: ModelDemands = ModelDemands()) throws(LibraryError) {
        try self.init(folder: folder, demands: demands) { _ throws(LibraryError) in }
    }

    init(
        folder: String,
        demands: ModelDemands,
        willChange: @escaping @Sendable (String) throws(LibraryError) -> Void
    ) throws(LibraryError) {
        guard let facts = try? FileFacts(path: folder), facts.isFolder else {
            throw LibraryError(
                path: folder,
                "there is no such folder",
                cure: "make it and put models there, or leave models out"
            )
        }
        self.demands = demands
        let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        self.folder = LibraryFolder(path: path, willChange: willChange)
    }

    /// What is live, as the file says now.
    public func ledger() throws(LibraryError) -> ModelLedger {
        guard (try? FileFacts(path: folder.ledgerPath)) != nil else { return ModelLedger() }
        guard let contents = FileManager.default.contents(atPath: folder.ledgerPath) else {
            throw LibraryError(
                path: folder.ledgerPath,
                "cannot be read",
                cure: "check its permissions"
            )
        }
        return try ModelLedger(contents: contents, path: folder.ledgerPath)
    }

    /// File of an accepted model.
    public func path(of role: ModelRole, digest: String) -> String {
        folder.installed(role, digest)
    }

    /// Names of the models that were refused, sorted.
    public var rejectedNames: [String] {
        FolderFiles.names(in: folder.rejectedPath).filter(LibraryFolder.isModel)
    }

    /// Finishes what an interruption left: the audit trail gets what the ledger has; accepted files
    /// that the ledger does not know, copies under examination and unfinished files go.
    public func recover() throws {
        try folder.locked {
            let ledger = try ledger()
            try AuditTrail(folder: folder).complete(from: ledger)
            let known = ledger.installedNames
            for name in FolderFiles.names(in: folder.installedPath) {
                let model =
                    name.hasSuffix(LibraryFolder.signatureEnding)
                    ? String(name.dropLast(LibraryFolder.signatureEnding.count)) : name
                if !known.contains(model) {
                    try folder.remove("\(folder.installedPath)/\(name)")
                }
            }
            for name in FolderFiles.names(in: folder.examiningPath)
            where !Self.isUnderWay(copy: name) {
                try folder.remove("\(folder.examiningPath)/\(name)")
            }
            for name in FolderFiles.names(in: folder.path)
            where name.hasPrefix(LibraryFolder.ledgerName + ".") && name.hasSuffix(".new") {
                try folder.remove("\(folder.path)/\(name)")
            }
        }
    }

    /// Whether another process that lives is examining the copy of that name, which begins with its
    /// number.
    private static func isUnderWay(copy name: String) -> Bool {
        guard let number = name.split(separator: "-").first.flatMap({ Int32($0) }) else {
            return false
        }
        return number != ProcessInfo.processInfo.processIdentifier
            && FileManager.default.fileExists(atPath: "/proc/\(number)")
    }

    /// Proves the live model of `role` anew: the file is the one of the ledger, whole, signed and
    /// for the recipe, and computes what it must; where the acceptance set is another than the one
    /// that it passed, or it came past the station, everything.
    ///
    /// - Throws: ``ModelRefusal`` or ``LibraryError``.
    public func prove(_ role: ModelRole, in ledger: ModelLedger) throws -> LiveModel {
        guard let digest = ledger.live(role), let origin = ledger.origin(of: role) else {
            throw LibraryError(
                path: folder.path,
                "has no live model for \(role)",
                cure: "copy one into the folder"
            )
        }
        let path = folder.installed(role, digest)
        let candidate = try ModelCandidate(
            name: LibraryFolder.installedName(role, digest),
            path: path
        )
        guard candidate.digest == digest else {
            throw LibraryError(
                path: path,
                "is not the file that was accepted: its SHA-256 is \(candidate.digest.prefix(12))",
                cure: "put it back from a backup, or roll back"
            )
        }
        let isAccepted = demands.acceptanceDigest == origin.brought.acceptance
        let examination = Examination(
            candidate,
            demands,
            checks: isAccepted ? Examination.proof : Examination.all
        )
        guard let card = examination.card, examination.passes, ModelRole(card) == role else {
            throw ModelRefusal(path: path, examination: examination)
        }
        return LiveModel(role: role, card: card, digest: digest, path: path)
    }
}

/// A model was examined and refused.
public struct ModelRefusal: Error, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What was found.
    public let examination: Examination

    /// One line: file, check, value, limit, cure.
    public var description: String {
        "\(path): \(examination.failure?.description ?? "is for another role; copy it in again")"
    }
}
