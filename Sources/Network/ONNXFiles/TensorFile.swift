internal import Foundation
public import Graphs
internal import ONNXMessages
internal import SwiftProtobuf
public import Tensors

/// A tensor with its name as ONNX keeps one in a file, such as `input_0.pb`.
public struct TensorFile: Sendable, Equatable {
    /// The value it is for; may be empty.
    public var name: String
    /// The tensor.
    public var tensor: Tensor

    /// Names a tensor.
    public init(name: String, tensor: Tensor) {
        self.name = name
        self.tensor = tensor
    }

    /// Reads the file at `path`; data outside the file must lie in its folder.
    public init(path: String, limits: ImportLimits = .standard) throws(ModelError) {
        let data = try MessageFile.read(path, limits: limits)
        try self.init(data, limits: limits, outside: ExternalData(besideModel: path))
    }

    /// Reads the contents of a file.
    public init(bytes: [UInt8], limits: ImportLimits = .standard) throws(ModelError) {
        try self.init(Data(bytes), limits: limits, outside: nil)
    }

    private init(
        _ data: Data,
        limits: ImportLimits,
        outside: ExternalData?
    ) throws(ModelError) {
        let message: Onnx_TensorProto = try MessageFile.decoded(data, as: .tensor, limits: limits)
        var tensors = TensorImport(limits: limits, outside: outside)
        tensor = try tensors.tensor(message, for: "tensor \(message.name)")
        name = message.name
    }

    /// The contents of such a file.
    public func bytes() throws(ModelError) -> [UInt8] {
        try MessageFile.encoded(Onnx_TensorProto(tensor, name: name))
    }
}
