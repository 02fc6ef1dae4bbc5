import Graphs
import Tensors
import Testing

@testable import Operators

/// Parts of tensors: slices, gathered places, margins.
@Suite struct SliceTests {
    private func sliced(_ start: Int64, _ end: Int64, _ step: Int64) throws -> [Float]? {
        let (axis, tensor) = (Tensor.integers([0]), Tensor.counting(5))
        return try SingleNode("Slice")
            .run(tensor, .integers([start]), .integers([end]), axis, .integers([step])).values()
    }

    @Test func `a slice is cut to what is there`() throws {
        #expect(try sliced(1, 100, 2) == [1, 3])
        #expect(try sliced(-2, .max, 1) == [3, 4])
        #expect(try sliced(.min, 2, 1) == [0, 1])
        #expect(try sliced(3, 1, 1) == [])
    }

    @Test func `a negative step goes back to the first element`() throws {
        #expect(try sliced(-1, .min, -1) == [4, 3, 2, 1, 0])
        #expect(try sliced(.max, 0, -2) == [4, 2])
        #expect(try sliced(4, .min, .min) == [4])
        #expect(throws: ModelError.self) { try sliced(0, 1, 0) }
    }

    @Test func `places are gathered from the end where negative`() throws {
        let node = SingleNode("Gather", ["axis": .int(1)])
        let found = try node.run(.counting(2, 3), .integers([-1, 0]))
        #expect(found == .floats([2, 0, 5, 3], [2, 2]))
        let reason = node.refusal(.counting(2, 3), .integers([3]))
        #expect(reason == .inputs("index 3 into an extent of 3"))
        #expect(node.refusal(.counting(2, 3), .integers([.min])) != nil)
    }

    @Test func `updates are written in their order`() throws {
        let node = SingleNode("ScatterElements", ["reduction": .string("add")])
        let found = try node.run(.floats([1, 1]), .integers([0, 0]), .floats([2, 3]))
        #expect(found == .floats([6, 1]))
        let plain = SingleNode("ScatterND")
        let row = try plain.run(.counting(2, 2), .integers([1], [1, 1]), .floats([8, 9], [1, 2]))
        #expect(row == .floats([0, 1, 8, 9], [2, 2]))
        #expect(plain.refusal(.counting(2, 2), .integers([2], [1, 1]), .counting(1, 2)) != nil)
    }

    @Test(arguments: [
        ("constant", [Float(7), 7, 0, 1, 2, 7]), ("edge", [0, 0, 0, 1, 2, 2]),
        ("reflect", [2, 1, 0, 1, 2, 1]), ("wrap", [1, 2, 0, 1, 2, 0]),
    ])
    func `margins continue a tensor`(mode: String, result: [Float]) throws {
        let node = SingleNode("Pad", ["mode": .string(mode)])
        let filler = Tensor(scalar: Float(7))
        #expect(try node.run(.counting(3), .integers([2, 1]), filler) == .floats(result))
    }

    @Test func `negative margins cut`() throws {
        let node = SingleNode("Pad")
        #expect(try node.run(.counting(4), .integers([-1, 1])) == .floats([1, 2, 3, 0]))
        #expect(node.refusal(.counting(2), .integers([-2, -1])) != nil)
    }

    @Test func `the greatest come first, and of equals those in front`() throws {
        let node = SingleNode("TopK", outputs: 2)
        let outputs = try node.outputs([.floats([1, 3, 3, 2]), .integers([3])])
        #expect(outputs == [.floats([3, 3, 2]), .integers([1, 2, 3])])
        #expect(node.refusal(.floats([1]), .integers([2])) == .inputs("2 of 1 elements"))
    }
}
