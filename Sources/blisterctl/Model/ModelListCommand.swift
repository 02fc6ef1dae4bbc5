import ArgumentParser
import Foundation
import ModelLibraries

/// `blisterctl model list`: what is live, and what was.
struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Shows the models of a library: live, earlier, refused."
    )

    @OptionGroup var place: LibraryOptions
    @Flag(help: "One JSON object a model.") var json = false

    /// One model of a role.
    private struct Line: Encodable {
        var state: String
        var task: String
        var product: String?
        var sha256: String
        var since: String
        var by: String
        var file: String
        var path: String
    }

    func run() throws {
        let library = try place.library()
        let ledger = try library.ledger()
        var lines: [Line] = []
        for role in ledger.roles {
            let live = ledger.live(role)
            // Those that a rollback would come to first, the live one before all; each once.
            var shown: Set<String> = []
            for digest in ledger.digests(of: role).reversed() {
                guard shown.insert(digest).inserted,
                    let entry = ledger.entries.last(where: {
                        $0.role == role && $0.newDigest == digest
                    })
                else { continue }
                lines.append(
                    Line(
                        state: digest == live ? "live" : "earlier",
                        task: role.task,
                        product: role.product,
                        sha256: digest,
                        since: entry.time,
                        by: entry.by,
                        file: entry.file,
                        path: library.path(of: role, digest: digest)
                    )
                )
            }
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for line in lines {
                print(String(decoding: try encoder.encode(line), as: UTF8.self))
            }
            return
        }
        if lines.isEmpty { print("no model is live") }
        for line in lines {
            let role = ModelRole(task: line.task, product: line.product)
            print(
                "\(line.state)  \(role)  \(line.sha256.prefix(12))  since \(line.since) by "
                    + "\(line.by), from \(line.file)"
            )
        }
        for name in library.rejectedNames {
            print("refused  \(name)  the reason: rejected/\(name).rejected.txt")
        }
    }
}
