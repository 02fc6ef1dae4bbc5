internal import Blister
internal import Documents
public import Inspection
public import ModelLibraries
internal import Foundation
internal import Signatures

/// What a station asks of a model, by its configuration.
public struct ModelRules: Sendable, Equatable {
    /// Whether a model without a signature is refused.
    public var requiresSignature: Bool
    /// Files of the public keys whose signatures count.
    public var keyPaths: [String]
    /// Longest time of one processor for the pockets of a blister; nil: half of what a blister has.
    public var latencyMillisecondsMax: Double?
    /// Folder of the sealed acceptance set, for recipes that name none.
    public var acceptancePath: String?

    private enum SignatureRule: String, CaseIterable {
        case required
        case optional
    }

    init(document top: DocumentMapping, resolved: (String) -> String) throws(DocumentError) {
        let rule = try top.optional("models_signed")?.choice(SignatureRule.self)
        requiresSignature = rule == .required
        keyPaths = []
        for node in try top.optional("model_keys")?.elements() ?? [] {
            keyPaths.append(resolved(try node.text()))
        }
        latencyMillisecondsMax =
            try top.optional("model_latency_limit_ms")?.number(in: 0.1...10_000)
        acceptancePath = try top.optional("acceptance").map { node throws(DocumentError) in
            resolved(try node.text())
        }
        guard top.optional("models") == nil else {
            guard !requiresSignature || !keyPaths.isEmpty else {
                throw (top.optional("models_signed") ?? top.node).invalid(
                    "signatures are required, and there is no key to check them with",
                    cure: "name public keys in model_keys, see blisterctl model key"
                )
            }
            return
        }
        for key in ["models_signed", "model_keys", "model_latency_limit_ms"] {
            if let node = top.optional(key) {
                throw node.invalid("there is no model library", cure: "add models: FOLDER")
            }
        }
    }
}

extension StationConfiguration {
    /// What the station's recipe and rules ask of a model.
    ///
    /// - Parameters:
    ///   - recipe: what runs here.
    ///   - blisterNanoseconds: time that one blister has at rated speed; nil: 1,200 a minute.
    /// - Returns: demands for a ``ModelLibrary``.
    /// - Throws: ``StationFault`` for a key that cannot be read.
    public func modelDemands(
        _ recipe: Recipe,
        blisterNanoseconds: Int64?
    ) throws -> ModelDemands {
        var demands = ModelDemands(product: recipe.product, channels: recipe.channels)
        demands.pictureCount = max(1, recipe.layout.pockets.count)
        demands.requiresSignature = modelRules.requiresSignature
        demands.acceptanceFolder = acceptancePath(of: recipe)
        demands.latencyMillisecondsMax =
            modelRules.latencyMillisecondsMax
            ?? blisterNanoseconds.map { Double($0) / 2e6 }
            ?? ModelDemands.latencyMillisecondsMaxAtRatedSpeed
        for path in modelRules.keyPaths {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                let key = VerifyingKey(pem: text)
            else { throw StationFault.modelKey(path: path) }
            demands.keys.append(key)
        }
        return demands
    }

    /// Folder of the acceptance set that judges new models: the recipe's, or the station's where the
    /// recipe names none.
    public func acceptancePath(of recipe: Recipe) -> String? {
        guard let own = recipe.acceptanceFolder else { return modelRules.acceptancePath }
        guard !own.hasPrefix("/") else { return own }
        let folder = URL(fileURLWithPath: recipePath).deletingLastPathComponent()
        return folder.appendingPathComponent(own).path
    }
}
