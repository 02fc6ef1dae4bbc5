import Graphs
import Tensors
import Testing

@testable import Operators

/// Numbers become bytes and back.
@Suite struct QuantisationTests {
    @Test func `numbers are rounded to even and cut to the range`() throws {
        let wild = Tensor.floats([0.5, 1.5, 2.5, .infinity, -.infinity, .nan])
        let found = try SingleNode("QuantizeLinear")
            .run(wild, Tensor(scalar: Float(1)), Tensor(scalar: UInt8(3)))
        #expect(found == Tensor([UInt8(3), 5, 5, 255, 0, 3], shape: [6]))
    }

    @Test func `scales belong to places along an axis, or to blocks of them`() throws {
        let bytes = Tensor([UInt8](repeating: 1, count: 4), shape: [1, 4])
        let axis = SingleNode("DequantizeLinear")
        #expect(try axis.run(bytes, .floats([1, 2, 3, 4])) == .floats([1, 2, 3, 4], [1, 4]))
        let blocks = SingleNode("DequantizeLinear", ["block_size": .int(2)])
        let found = try blocks.run(bytes, .floats([1, 2], [1, 2]))
        #expect(found == .floats([1, 1, 2, 2], [1, 4]))
        #expect(axis.refusal(bytes, .floats([1, 2])) != nil)
    }

    @Test func `the range of the input gives scale and zero point`() throws {
        let outputs = try SingleNode("DynamicQuantizeLinear", opset: 11)
            .outputs([.floats([-1, 0, 254])])
        #expect(outputs[0] == Tensor([UInt8(0), 1, 255], shape: [3]))
        #expect(outputs[1] == Tensor(scalar: Float(1)))
        #expect(outputs[2] == Tensor(scalar: UInt8(1)))
    }

    @Test func `a product of bytes has its zero points by row and by column`() throws {
        let first = Tensor([UInt8(2), 3], shape: [2, 1])
        let second = Tensor([Int8(4), 5], shape: [1, 2])
        let found = try SingleNode("MatMulInteger").run(
            first,
            second,
            Tensor([UInt8(1), 2], shape: [2]),
            Tensor([Int8(0), 1], shape: [2])
        )
        #expect(found == Tensor([Int32(4), 4, 4, 4], shape: [2, 2]))
    }

    @Test func `a quantised product is cut to its range`() throws {
        let (factor, zero) = (Tensor([Int8(100)], shape: [1, 1]), Tensor(scalar: Int8(0)))
        let one = Tensor(scalar: Float(1))
        let found = try SingleNode("QLinearMatMul")
            .run(factor, one, zero, factor, one, zero, one, zero)
        #expect(found == Tensor([Int8(127)], shape: [1, 1]))
    }
}
