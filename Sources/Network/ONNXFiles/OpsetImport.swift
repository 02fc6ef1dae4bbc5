internal import Graphs
internal import ONNXMessages

/// Which operators a model's nodes mean: versions of operator sets, and functions of its own.
struct OpsetImport {
    /// Versions of ONNX's own set that are known.
    static let known = 1...22

    /// Version of each set, by domain; empty for ONNX's own.
    private(set) var versions: [String: Int] = [:]
    private var functions: Set<[String]> = []

    init(_ message: Onnx_ModelProto) throws(ModelError) {
        for set in message.opsetImport {
            let domain = Self.short(set.domain)
            let version = Int(set.version)
            let earlier = versions.updateValue(version, forKey: domain)
            guard version > 0, earlier == nil || earlier == version else {
                let name = domain.isEmpty ? "ai.onnx" : domain
                throw ModelError(
                    node: "",
                    reason: .damaged("operator set \(name) is stated badly or in two versions")
                )
            }
        }
        // Files from before version 3 of the format state no sets.
        if message.irVersion < 3, versions.isEmpty { versions[""] = 1 }
        if let version = versions[""], !Self.known.contains(version) {
            throw ModelError(
                node: "",
                reason: .unsupported("operator set \(version); 1 to 22 are")
            )
        }
        for function in message.functions {
            functions.insert([Self.short(function.domain), function.name])
        }
    }

    /// The domain of a node, by its short name, and the version that the model states for it.
    func opset(of message: Onnx_NodeProto, named name: String) throws(ModelError) -> (String, Int) {
        let domain = Self.short(message.domain)
        guard !functions.contains([domain, message.opType]) else {
            throw ModelError(
                node: "\(message.opType) \(name)",
                reason: .unsupported("\(message.opType) is a function of the model's own")
            )
        }
        guard let version = versions[domain] else {
            let set = domain.isEmpty ? "ai.onnx" : domain
            throw ModelError(
                node: "\(message.opType) \(name)",
                reason: .damaged("the model states no version of operator set \(set)")
            )
        }
        return (domain, version)
    }

    private static func short(_ domain: String) -> String { domain == "ai.onnx" ? "" : domain }
}
