internal import Datasets
internal import Digests
internal import Foundation
internal import Linux

extension AcceptanceSet {
    /// Writes the seal of `folder` and reads it back: from then on a changed picture or limit shows.
    ///
    /// - Parameters:
    ///   - folder: pictures by class, `good` and at least one kind of defect among them.
    ///   - limits: what a model may do wrong; kinds named must be there.
    ///   - task: task of the models that it judges; nil for all.
    ///   - author: who answers for the set.
    /// - Returns: the sealed set.
    /// - Throws: ``AcceptanceError``.
    public static func seal(
        folder: String,
        limits: AcceptanceLimits,
        task: String?,
        by author: String
    ) throws(AcceptanceError) -> AcceptanceSet {
        let found = try found(folder)
        let kinds = Set(found.map(\.picture.label))
        guard kinds.contains(LabelledPicture.goodLabel), kinds.count > 1 else {
            throw AcceptanceError(
                path: folder,
                reason: "cannot tell a good model from a bad one",
                cure: "put pictures into good and into a folder for each kind of defect"
            )
        }
        for kind in limits.escapeShareMaxByKind.keys.sorted() where !kinds.contains(kind) {
            throw AcceptanceError(
                path: folder,
                reason: "holds no pictures of \(kind), which has a limit",
                cure: "correct the name; there are \(kinds.sorted().joined(separator: ", "))"
            )
        }
        let time = Date.now.formatted(.iso8601)
        var text = """
            # Acceptance set: written by `blisterctl model acceptance --seal`; any change undoes it.
            sealed: \(quoted("\(time) by \(author)"))

            """
        if let task { text += "task: \(task)\n" }
        text += """
            limits:
              false_rejects: \(limits.falseRejectShareMax)
              escapes: \(limits.escapeShareMax)

            """
        if !limits.escapeShareMaxByKind.isEmpty {
            text += "  escapes_by_kind:\n"
            for (kind, limit) in limits.escapeShareMaxByKind.sorted(by: { $0.key < $1.key }) {
                text += "    \(quoted(kind)): \(limit)\n"
            }
        }
        text += "pictures:\n"
        for (name, picture) in found {
            text += "  \(quoted(name)): \(try digest(of: picture.path))\n"
        }
        text += "seal: \(SHA256Digest(of: Array(text.utf8)))\n"
        let path = path(folder)
        do {
            try AtomicFile.replace(path, with: Array(text.utf8))
        } catch {
            throw AcceptanceError(
                path: path,
                reason: "cannot be written: \(error)",
                cure: "check the folder and its permissions"
            )
        }
        return try AcceptanceSet(folder: folder)
    }

    /// A double-quoted scalar, which YAML and JSON write alike.
    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
