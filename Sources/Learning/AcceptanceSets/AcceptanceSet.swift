public import Datasets
internal import Digests
internal import Documents
internal import Foundation

/// Labelled pictures that a model must do well on before it goes live, sealed against change.
///
/// A folder that ``PictureSet`` reads, with ``fileName`` in it: the limits, and the SHA-256 of every
/// picture and of what stands above the last line. Any thread.
public struct AcceptanceSet: Sendable {
    /// Name of the file that seals the folder.
    public static let fileName = "acceptance.yaml"

    /// The folder.
    public let folder: String
    /// Task of the models that it judges (`pocket`, `anomaly`); nil: of all that judge pictures.
    public let task: String?
    /// What a model may do wrong.
    public let limits: AcceptanceLimits
    /// SHA-256 by the picture's path below the folder.
    public let digests: [String: String]
    /// SHA-256 of the seal: names the set in records.
    public let digest: String
    /// When and by whom it was sealed.
    public let sealedBy: String

    /// Reads the seal of `folder`; no picture is read, see ``pictures()``.
    public init(folder: String) throws(AcceptanceError) {
        let path = Self.path(folder)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw AcceptanceError(
                path: folder,
                reason: "is not sealed: it has no readable \(Self.fileName)",
                cure: "seal it with blisterctl model acceptance --seal"
            )
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let mark = text.range(of: "\nseal: ", options: .backwards),
            text[mark.upperBound...].trimmingCharacters(in: .newlines)
                == SHA256Digest(of: Array(text[...mark.lowerBound].utf8)).description
        else {
            throw AcceptanceError(
                path: path,
                reason: "was changed since it was sealed",
                cure: "put the sealed file back, or seal the set again"
            )
        }
        self.folder = folder
        digest = SHA256Digest(of: [UInt8](bytes)).description
        do {
            let top = try Document.parse(text, file: path)
                .mapping(allowed: ["sealed", "task", "limits", "pictures", "seal"])
            let limits = try top.required("limits")
                .mapping(allowed: ["false_rejects", "escapes", "escapes_by_kind"])
            var byKind: [String: Double] = [:]
            for (kind, node) in try limits.optional("escapes_by_kind")?.entries() ?? [] {
                byKind[kind] = try node.number(in: 0...1)
            }
            self.limits = AcceptanceLimits(
                falseRejectShareMax: try limits.required("false_rejects").number(in: 0...1),
                escapeShareMax: try limits.required("escapes").number(in: 0...1),
                escapeShareMaxByKind: byKind
            )
            task = try top.optional("task")?.text()
            sealedBy = try top.required("sealed").text()
            var digests: [String: String] = [:]
            for (name, node) in try top.required("pictures").entries() {
                digests[name] = try node.text()
            }
            self.digests = digests
        } catch {
            throw AcceptanceError(
                path: path,
                reason: "cannot be read: \(error.description)",
                cure: "seal the set again"
            )
        }
    }

    static func path(_ folder: String) -> String {
        folder.hasSuffix("/") ? folder + fileName : "\(folder)/\(fileName)"
    }

    /// The pictures, each found to be the one that was sealed; a picture changed, added or gone
    /// since refuses the whole set.
    public func pictures() throws(AcceptanceError) -> [LabelledPicture] {
        let found = try Self.found(folder)
        for (name, picture) in found {
            guard let wanted = digests[name] else {
                throw changed(picture.path, "was added since the set was sealed")
            }
            guard try Self.digest(of: picture.path) == wanted else {
                throw changed(picture.path, "was changed since the set was sealed")
            }
        }
        let names = Set(found.map(\.name))
        if let gone = digests.keys.sorted().first(where: { !names.contains($0) }) {
            throw changed("\(folder)/\(gone)", "is gone since the set was sealed")
        }
        return found.map(\.picture)
    }

    private func changed(_ path: String, _ reason: String) -> AcceptanceError {
        AcceptanceError(
            path: path,
            reason: reason,
            cure: "put the sealed pictures back, or seal the set again"
        )
    }

    /// The pictures of `folder` that judge, with their paths below it.
    static func found(
        _ folder: String
    ) throws(AcceptanceError) -> [(name: String, picture: LabelledPicture)] {
        let pictures: [LabelledPicture]
        do {
            pictures = try PictureSet(folder: folder).testing
        } catch {
            throw AcceptanceError(path: error.path, reason: error.reason, cure: error.cure)
        }
        return pictures.map { picture in
            let parts = URL(filePath: picture.path).pathComponents
            let depth = parts.count >= 3 && parts[parts.count - 3] == "test" ? 3 : 2
            return (parts.suffix(depth).joined(separator: "/"), picture)
        }
    }

    static func digest(of path: String) throws(AcceptanceError) -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw AcceptanceError(
                path: path,
                reason: "cannot be read",
                cure: "check the file and its permissions"
            )
        }
        return SHA256Digest(of: [UInt8](bytes)).description
    }
}
