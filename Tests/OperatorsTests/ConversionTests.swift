import Graphs
import Tensors
import Testing

@testable import Operators

/// Every value of one type has a defined value in every other.
@Suite struct ConversionTests {
    private func cast(_ tensor: Tensor, to code: Int) throws -> Tensor {
        try SingleNode("Cast", ["to": .int(code)]).run(tensor)
    }

    @Test func `floating point is cut to the range of whole numbers`() throws {
        let wild = Tensor.floats([.nan, .infinity, -.infinity, 1e30, -1e30, -1.9])
        let bytes: [UInt8] = [0, 255, 0, 255, 0, 0]
        #expect(try cast(wild, to: 2) == Tensor(bytes, shape: [6]))
        let wide: [Int64] = [0, .max, .min, .max, .min, -1]
        #expect(try cast(wild, to: 7) == Tensor(wide, shape: [6]))
    }

    @Test func `whole numbers keep their low bits`() throws {
        let narrow = try cast(.integers([300, -1]), to: 3)
        #expect(narrow == Tensor([Int8(44), -1], shape: [2]))
    }

    @Test func `text is read as numbers, and refused where it is none`() throws {
        #expect(
            try cast(Tensor(["1.5", "-inf"], shape: [2]), to: 1) == .floats([1.5, -.infinity])
        )
        let node = SingleNode("Cast", ["to": .int(1)])
        #expect(node.refusal(Tensor(scalar: "pill")) == .inputs("\"pill\" is no number"))
    }

    @Test func `a type that is not supported is named`() {
        let node = SingleNode("Cast", ["to": .int(17)])
        #expect(node.refusal(.floats([1])) == .unsupported("element type 17"))
        #expect(SingleNode("Cast").refusal(.floats([1])) == .attribute("to is missing"))
    }

    @Test func `limits are attributes in old operator sets and inputs in new ones`() throws {
        let old = SingleNode("Clip", opset: 6, ["min": .float(0), "max": .float(2)])
        #expect(try old.run(.floats([-1, 1, 3])) == .floats([0, 1, 2]))
        let new = SingleNode("Clip")
        let found = try new.run(.integers([-1, 1, 3]), nil, Tensor(scalar: Int64(2)))
        #expect(found == .integers([-1, 1, 2]))
    }

    @Test func `dropout passes on, and refuses to train`() throws {
        let training = Tensor(scalar: true)
        let reason = SingleNode("Dropout").refusal(
            .floats([1]),
            Tensor(scalar: Float(0.5)),
            training
        )
        #expect(reason == .unsupported("dropout in training"))
        let outputs = try SingleNode("Dropout", outputs: 2).outputs([.floats([1, 2])])
        #expect(outputs == [.floats([1, 2]), Tensor([true, true], shape: [2])])
    }
}
