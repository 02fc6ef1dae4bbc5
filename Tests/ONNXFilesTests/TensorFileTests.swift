import DamagedModels
import Foundation
import Graphs
import ONNXFiles
import ONNXMessages
import SwiftProtobuf
import Tensors
import Testing

struct TensorFileTests {
    static let tensors: [Tensor] = [
        Tensor([Float(1.5), -.infinity], shape: [2]),
        Tensor([3.25, 1e300], shape: [2, 1]),
        Tensor([Int8(-128), 127], shape: [1, 2]),
        Tensor([Int16(-300)], shape: []),
        Tensor([Int32.min], shape: [1]),
        Tensor([Int64.max, -1], shape: [2]),
        Tensor([UInt8(255)], shape: [1]),
        Tensor([UInt16(65535)], shape: [1]),
        Tensor([UInt32.max], shape: [1]),
        Tensor([UInt64.max], shape: [1]),
        Tensor([true, false], shape: [2]),
        Tensor(["å", ""], shape: [2]),
        Tensor(.float32([0.5, -65504]), shape: [2], as: .float16),
        Tensor(.float32([3.140625]), shape: [1], as: .bfloat16),
        Tensor([Float](), shape: [0, 3]),
    ]

    @Test(arguments: tensors)
    func `what is written reads the same`(tensor: Tensor) throws {
        let file = TensorFile(name: "t", tensor: tensor)
        #expect(try TensorFile(bytes: file.bytes()) == file)
    }

    @Test func `typed fields hold every element type`() throws {
        let read = try SampleModels.tensorFiles().map { try TensorFile(bytes: $0) }
        let byName = Dictionary(uniqueKeysWithValues: read.map { ($0.name, $0.tensor) })
        #expect(byName["int8"] == Tensor([Int8(-128), 127], shape: [2]))
        #expect(byName["int32"] == Tensor(scalar: Int32(7)))
        #expect(byName["int64"] == Tensor([Int64(-1), 1 << 40], shape: [2, 1]))
        #expect(byName["uint32"] == Tensor([UInt32.max], shape: [1]))
        #expect(byName["bool"] == Tensor([false, true], shape: [2]))
        #expect(byName["half"] == Tensor(.float32([1, -2]), shape: [2], as: .float16))
        #expect(byName["brain"] == Tensor(.float32([1]), shape: [1], as: .bfloat16))
        #expect(byName["raw"] == Tensor(.float32([1, 2, 3, 4]), shape: [2, 2], as: .float16))
        #expect(byName["text"] == Tensor(["å", ""], shape: [2]))
    }

    @Test func `halves round to even and keep infinity and no number`() {
        #expect(HalfPrecision.narrowedBrain(1 + 0x1p-8) == 0x3f80)
        #expect(HalfPrecision.narrowedBrain(1 + 0x3p-8) == 0x3f82)
        #expect(HalfPrecision.narrowedBrain(.infinity) == 0x7f80)
        #expect(HalfPrecision.widenedBrain(HalfPrecision.narrowedBrain(.nan)).isNaN)
        #expect(HalfPrecision.narrowed(65520) == 0x7c00)
        #expect(HalfPrecision.widened(1) == 0x1p-24)
        for bits in UInt16.min...UInt16.max where !HalfPrecision.widened(bits).isNaN {
            #expect(HalfPrecision.narrowed(HalfPrecision.widened(bits)) == bits)
        }
    }

    @Test(arguments: [14, 15, 17, 18, 19, 20, 21, 22, 23, 99] as [Int32])
    func `other element types are refused`(type: Int32) {
        let tensor = SampleModels.tensor("t", [1], .float) {
            $0.dataType = type
            $0.rawData = Data([1])
        }
        #expect(fault(tensor)?.node == "tensor t")
        #expect(fault(tensor)?.reason.isUnsupported == true)
    }

    @Test func `a shape and its elements must agree`() {
        #expect(damaged([3], .float) { $0.floatData = [1, 2] })
        #expect(damaged([3], .float) { $0.rawData = Data(count: 11) })
        #expect(damaged([3], .float) { $0.rawData = Data(count: 16) })
        #expect(damaged([3], .float) { _ in })
        #expect(damaged([], .float) { _ in })
        #expect(damaged([-1], .float) { $0.floatData = [1] })
        #expect(damaged([1], .undefined) { $0.floatData = [1] })
        #expect(damaged([0], .float) { $0.floatData = [1] })
    }

    @Test func `elements must be of the type that is stated, and there once`() {
        #expect(damaged([1], .float) { $0.doubleData = [1] })
        #expect(damaged([1], .float) { ($0.floatData, $0.int64Data) = ([1], [1]) })
        #expect(damaged([1], .float) { ($0.floatData, $0.rawData) = ([1], Data(count: 4)) })
        #expect(damaged([1], .int8) { $0.int32Data = [128] })
        #expect(damaged([1], .uint8) { $0.int32Data = [-1] })
        #expect(damaged([1], .float16) { $0.int32Data = [65536] })
        #expect(damaged([1], .uint32) { $0.uint64Data = [1 << 32] })
        #expect(damaged([1], .string) { $0.stringData = [Data([0xff])] })
        #expect(damaged([1], .string) { $0.rawData = Data(count: 16) })
    }

    @Test func `absurd shapes are refused before memory is taken`() {
        for shape: [Int64] in [
            [1_000_000_000, 1_000_000_000], [1 << 62, 4], [0, 1 << 62, 1 << 62], [.max],
            [Int64](repeating: 1, count: 17),
        ] {
            #expect(fault(SampleModels.tensor("t", shape, .int8) { _ in })?.reason.isExcess == true)
        }
    }

    @Test func `all tensors together stay within the limit`() {
        let limits = ImportLimits(tensorBytesMax: 100)
        let message = SampleModels.model { graph in
            graph.initializer = ["a", "b"].map {
                SampleModels.tensor($0, [15], .float, raw: [UInt8](repeating: 0, count: 60))
            }
        }
        #expect(error(message, limits: limits)?.node == "constant b")
        #expect(error(message, limits: limits)?.reason.isExcess == true)
    }

    @Test func `sparse and segmented tensors are refused by name`() {
        var sparse = Onnx_SparseTensorProto()
        sparse.values.name = "s"
        let message = SampleModels.model { $0.sparseInitializer = [sparse] }
        #expect(
            error(message)
                == ModelError(node: "constant s", reason: .unsupported("a sparse tensor"))
        )
        let tensor = SampleModels.tensor("t", [1], .float) { $0.segment.begin = 1 }
        #expect(fault(tensor)?.reason.isUnsupported == true)
    }

    private func damaged(
        _ shape: [Int64],
        _ type: SampleModels.DataType,
        _ fill: (inout Onnx_TensorProto) -> Void
    ) -> Bool {
        fault(SampleModels.tensor("t", shape, type, fill))?.reason.isDamage == true
    }

    private func fault(_ message: Onnx_TensorProto) -> ModelError? {
        do {
            _ = try TensorFile(bytes: message.serializedBytes())
            return nil
        } catch {
            return error as? ModelError
        }
    }
}
