internal import Digests
internal import Engine
internal import Foundation
internal import Graphs
internal import Linux
internal import VisionModels

/// A file under examination, and what the checks so far have made of it.
struct ModelCandidate {
    /// Name that people know it by.
    let name: String
    /// File that is read; nobody else writes it.
    let path: String
    /// Its contents.
    let bytes: [UInt8]
    /// SHA-256 of its contents.
    let digest: String
    /// Contents of the detached signature; nil where there is none.
    let signature: [UInt8]?

    /// Set by ``FormatCheck``.
    var model: Model?
    /// Set by ``OperatorCheck``.
    var plan: Plan?
    /// Set by ``CardCheck``.
    var card: ModelCard?
    /// Set by ``SignatureCheck``: the key that signed it.
    var signedBy: String?
    /// Set by ``AcceptanceCheck``: digest of the set that it passed, or that does not judge it.
    var acceptance: String?

    /// Reads the file at `path`, and its signature beside it or at `signaturePath`.
    init(name: String, path: String, signaturePath: String? = nil) throws(LibraryError) {
        self.name = name
        self.path = path
        bytes = try Self.contents(path)
        digest = SHA256Digest(of: bytes).description
        let beside = signaturePath ?? path + LibraryFolder.signatureEnding
        signature = try? Self.contents(beside)
    }

    /// Longest file that is read.
    static let byteCountMax = 1 << 31

    /// The contents of a plain file.
    static func contents(_ path: String) throws(LibraryError) -> [UInt8] {
        let facts: FileFacts
        do {
            facts = try FileFacts(path: path)
        } catch {
            throw LibraryError(
                path: path,
                "cannot be read: \(error.reason)",
                cure: "check the path"
            )
        }
        guard facts.isRegular, facts.byteCount < byteCountMax else {
            throw LibraryError(
                path: path,
                facts.isRegular ? "has 2 GiB or more" : "is no plain file",
                cure: "copy the model's own file"
            )
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LibraryError(path: path, "cannot be read", cure: "check its permissions")
        }
        return [UInt8](data)
    }
}
