internal import Foundation
public import Graphs
internal import ONNXMessages

/// Models as ONNX files: operator sets 1 to 22 of ONNX's own domain, others as they are.
///
/// Nothing that a file says is believed: what comes out has every value made once, nodes in
/// running order, tensors that are as long as their shapes, and none of it cost more than the
/// limits. Any thread.
public enum ModelFile {
    /// Reads the model at `path`; tensors outside the file must lie in its folder.
    public static func read(
        _ path: String,
        limits: ImportLimits = .standard
    ) throws(ModelError) -> Model {
        var (message, cuts) = try MessageFile.model(path, limits: limits)
        return try model(
            &message,
            cuts: cuts,
            limits: limits,
            outside: ExternalData(besideModel: path)
        )
    }

    /// Reads the contents of a model file, which must hold all its tensors.
    public static func model(
        _ bytes: [UInt8],
        limits: ImportLimits = .standard
    ) throws(ModelError) -> Model {
        var message: Onnx_ModelProto = try MessageFile.decoded(
            Data(bytes),
            as: .model,
            limits: limits
        )
        return try model(&message, cuts: [:], limits: limits, outside: nil)
    }

    /// The contents of a file that reads as `model`, the same for the same model.
    ///
    /// Throws where a node has an attribute of a kind that is not kept, and over 2 GiB.
    public static func bytes(_ model: Model) throws(ModelError) -> [UInt8] {
        try MessageFile.encoded(Onnx_ModelProto(model))
    }

    private static func model(
        _ message: inout Onnx_ModelProto,
        cuts: [Int: CutConstant],
        limits: ImportLimits,
        outside: ExternalData?
    ) throws(ModelError) -> Model {
        guard message.hasGraph, message.irVersion > 0 else {
            let missing = message.hasGraph ? "version of the format" : "graph"
            throw ModelError(node: "", reason: .damaged("it is no ONNX file: it has no \(missing)"))
        }
        let opsets = try OpsetImport(message)
        var importer = GraphImport(
            limits: limits,
            opsets: opsets,
            tensors: TensorImport(limits: limits, outside: outside),
            cuts: cuts
        )
        let producer = [message.producerName, message.producerVersion]
        return Model(
            graph: try Graph.sorted(try importer.graph(&message.graph)),
            opsets: opsets.versions,
            metadata: try metadata(message),
            producer: producer.filter { !$0.isEmpty }.joined(separator: " ")
        )
    }

    private static func metadata(
        _ message: Onnx_ModelProto
    ) throws(ModelError) -> [String: String] {
        var result: [String: String] = [:]
        for pair in message.metadataProps
        where result.updateValue(pair.value, forKey: pair.key) != nil {
            let text = "metadata \(pair.key) is there twice"
            throw ModelError(node: "", reason: .damaged(text))
        }
        return result
    }
}
