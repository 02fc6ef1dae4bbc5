import Foundation
import Imaging
import Linux
import ModelLibraries
import Signatures
import SmallModels
import Synchronization

/// A temporary folder with a model library, an acceptance set and what a test puts beside them.
final class Bench {
    let folder: URL
    let models: String
    private let handed = Handed()

    /// What was put into use.
    final class Handed: Sendable {
        let changes = Mutex<[LiveModelChange]>([])
        let refusal = Mutex<String?>(nil)
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "library-\(UUID())")
        models = folder.appending(path: "models").path()
        try FileManager.default.createDirectory(
            atPath: models,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path() }

    /// Writes a model into the bench; its path.
    @discardableResult
    func write(_ model: SmallModel, to name: String) throws -> String {
        try write(try model.bytes(), to: name)
    }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = path(name)
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    /// Good pictures are bright, missing ones dark; all differ.
    func writeAcceptanceSet(_ name: String = "acceptance", count: Int = 6) throws -> String {
        for (kind, level) in [("good", 200), ("missing", 40)] {
            for index in 0..<count {
                let picture = Image(
                    width: 8,
                    height: 8,
                    channels: 1,
                    filledWith: UInt8(level + index)
                )
                let bytes = try picture.pngData()
                try write(bytes, to: "\(name)/\(kind)/\(index).png")
            }
        }
        return path(name)
    }

    func library(_ demands: ModelDemands = .patient()) throws -> ModelLibrary {
        try ModelLibrary(folder: models, demands: demands)
    }

    /// Takes what goes live, unless ``refuse(_:)`` was called.
    var handler: LiveModelHandler {
        { [handed] change in
            if let reason = handed.refusal.withLock({ $0 }) { throw Refused(description: reason) }
            handed.changes.withLock { $0.append(change) }
        }
    }

    func refuse(_ reason: String?) { handed.refusal.withLock { $0 = reason } }

    /// What went live, in order.
    var changes: [LiveModelChange] { handed.changes.withLock { $0 } }

    /// Installs the model in `name`; the failed check, nil where it is live.
    @discardableResult
    func install(
        _ name: String,
        _ demands: ModelDemands = .patient()
    ) throws -> ModelFinding? {
        let outcome = try library(demands)
            .install(path(name), as: .installed, by: "test", onLive: handler)
        if case .refused(let examination) = outcome { return examination.failure }
        return nil
    }

    func live() throws -> String? {
        try library().ledger().live(ModelRole(task: "pocket", product: nil))
    }

    /// Names in the library, hidden ones left out.
    func names(_ sub: String = "") -> [String] {
        FolderFiles.names(in: sub.isEmpty ? models : "\(models)/\(sub)")
            .filter { !$0.hasPrefix(".") }
    }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(models)/\(name)", encoding: .utf8)
    }

    /// Events in the audit trail, in order.
    func audit() throws -> [String] {
        try text("audit.jsonl").split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return (object as? [String: Any])?["event"] as? String ?? "?"
        }
    }
}

extension ModelDemands {
    /// Demands of a station that has time: how busy the testing machine is decides nothing.
    static func patient(
        product: String? = nil,
        channels: Int? = nil,
        keys: [VerifyingKey] = [],
        requiresSignature: Bool = false,
        acceptanceFolder: String? = nil
    ) -> ModelDemands {
        ModelDemands(
            product: product,
            channels: channels,
            latencyMillisecondsMax: 60_000,
            keys: keys,
            requiresSignature: requiresSignature,
            acceptanceFolder: acceptanceFolder
        )
    }
}
