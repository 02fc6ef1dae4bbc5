internal import Foundation
package import ONNXMessages
internal import SwiftProtobuf

/// Small sound models made of messages, between them with every field that is read.
package enum SampleModels {
    package typealias DataType = Onnx_TensorProto.DataType

    /// All of them as files.
    package static func files() throws -> [[UInt8]] {
        try [convolution(), typed(), shuffled()].map { try $0.serializedBytes() }
    }

    /// All kinds of tensors as files.
    package static func tensorFiles() throws -> [[UInt8]] {
        try typedTensors().map { try $0.serializedBytes() } + [
            tensor("raw", [2, 2], .float16, raw: [0, 60, 0, 64, 0, 66, 0, 68]).serializedBytes()
        ]
    }

    /// `Conv` and `Relu` with weights as raw bytes, one of them also named as an input.
    package static func convolution() -> Onnx_ModelProto {
        let weights: [Float] = (0..<18).map { Float($0) / 4 }
        let raw = weights.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
        }
        return model { graph in
            graph.input = [
                port("x", .float, [nil, 1, 8, 8], batch: "batch"),
                port("weights", .float, [2, 1, 3, 3]),
            ]
            graph.output = [port("y", .float, [nil, 2, 6, 6], batch: "batch")]
            graph.initializer = [tensor("weights", [2, 1, 3, 3], .float, raw: raw)]
            graph.node = [
                node("Conv", ["x", "weights"], ["sums"]) {
                    $0.attribute = [
                        attribute("kernel_shape", .ints) { $0.ints = [3, 3] },
                        attribute("auto_pad", .string) { $0.s = Data("VALID".utf8) },
                        attribute("group", .int) { $0.i = 1 },
                    ]
                },
                node("Relu", ["sums"], ["y"]),
            ]
        }
    }

    /// Constants in typed fields, attributes of every kind, a second operator set.
    package static func typed() -> Onnx_ModelProto {
        model { graph in
            graph.input = [port("x", .int64, [3])]
            graph.output = [port("z", .float, nil)]
            graph.initializer = typedTensors()
            graph.node = [
                node("Constant", [], ["c"]) {
                    $0.attribute = [
                        attribute("value", .tensor) { $0.t = tensor("", [1], .int8, raw: [255]) }
                    ]
                },
                node("Mystery", ["x", "", "c"], ["", "z"]) {
                    $0.domain = "com.example"
                    $0.attribute = [
                        attribute("f", .float) { $0.f = 0.5 },
                        attribute("floats", .floats) { $0.floats = [1, 2.5] },
                        attribute("strings", .strings) {
                            $0.strings = [Data("a".utf8), Data("b".utf8)]
                        },
                        attribute("body", .graph) { _ in },
                    ]
                },
            ]
        }
    }

    /// Ten nodes in a chain, the last one first.
    package static func shuffled() -> Onnx_ModelProto {
        model { graph in
            graph.input = [port("v0", .float, [4])]
            graph.output = [port("v10", .float, [4])]
            graph.node = (0..<10).reversed().map { index in
                node("Relu", ["v\(index)"], ["v\(index + 1)"])
            }
        }
    }

    private static func typedTensors() -> [Onnx_TensorProto] {
        [
            tensor("float", [2], .float) { $0.floatData = [1.5, -2] },
            tensor("double", [1], .double) { $0.doubleData = [3.25] },
            tensor("int8", [2], .int8) { $0.int32Data = [-128, 127] },
            tensor("int16", [1], .int16) { $0.int32Data = [-300] },
            tensor("int32", [], .int32) { $0.int32Data = [7] },
            tensor("int64", [2, 1], .int64) { $0.int64Data = [-1, 1 << 40] },
            tensor("uint8", [1], .uint8) { $0.int32Data = [255] },
            tensor("uint16", [1], .uint16) { $0.int32Data = [65535] },
            tensor("uint32", [1], .uint32) { $0.uint64Data = [4_294_967_295] },
            tensor("uint64", [1], .uint64) { $0.uint64Data = [.max] },
            tensor("bool", [2], .bool) { $0.int32Data = [0, 1] },
            tensor("half", [2], .float16) { $0.int32Data = [0x3c00, 0xc000] },
            tensor("brain", [1], .bfloat16) { $0.int32Data = [0x3f80] },
            tensor("text", [2], .string) { $0.stringData = [Data("å".utf8), Data()] },
            tensor("nothing", [0, 3], .float) { _ in },
        ]
    }
}

extension SampleModels {
    /// A model of opset 17 with the graph that `fill` makes.
    package static func model(_ fill: (inout Onnx_GraphProto) -> Void) -> Onnx_ModelProto {
        var model = Onnx_ModelProto()
        model.irVersion = 8
        model.producerName = "sample"
        model.producerVersion = "1"
        for (domain, version) in [("", 17), ("com.example", 3)] {
            var set = Onnx_OperatorSetIdProto()
            set.domain = domain
            set.version = Int64(version)
            model.opsetImport.append(set)
        }
        var pair = Onnx_StringStringEntryProto()
        pair.key = "classes"
        pair.value = "round,oval"
        model.metadataProps = [pair]
        fill(&model.graph)
        return model
    }

    /// A node named after its operator and first output.
    package static func node(
        _ operation: String,
        _ inputs: [String],
        _ outputs: [String],
        _ fill: (inout Onnx_NodeProto) -> Void = { _ in }
    ) -> Onnx_NodeProto {
        var node = Onnx_NodeProto()
        node.opType = operation
        node.input = inputs
        node.output = outputs
        fill(&node)
        return node
    }

    /// An attribute with what `fill` puts in.
    package static func attribute(
        _ name: String,
        _ type: Onnx_AttributeProto.AttributeType,
        _ fill: (inout Onnx_AttributeProto) -> Void
    ) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        attribute.name = name
        attribute.type = type
        fill(&attribute)
        return attribute
    }

    /// A tensor with what `fill` puts in.
    package static func tensor(
        _ name: String,
        _ shape: [Int64],
        _ type: DataType,
        _ fill: (inout Onnx_TensorProto) -> Void
    ) -> Onnx_TensorProto {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = shape
        tensor.dataType = Int32(type.rawValue)
        fill(&tensor)
        return tensor
    }

    /// A tensor with its elements as bytes.
    package static func tensor(
        _ name: String,
        _ shape: [Int64],
        _ type: DataType,
        raw: [UInt8]
    ) -> Onnx_TensorProto {
        tensor(name, shape, type) { $0.rawData = Data(raw) }
    }

    /// An input or output; a nil extent is called `batch`.
    package static func port(
        _ name: String,
        _ type: DataType,
        _ shape: [Int64?]?,
        batch: String = ""
    ) -> Onnx_ValueInfoProto {
        var port = Onnx_ValueInfoProto()
        port.name = name
        port.type.tensorType.elemType = Int32(type.rawValue)
        guard let shape else { return port }
        port.type.tensorType.shape.dim = shape.map { extent in
            var dimension = Onnx_TensorShapeProto.Dimension()
            if let extent { dimension.dimValue = extent } else { dimension.dimParam = batch }
            return dimension
        }
        return port
    }
}
