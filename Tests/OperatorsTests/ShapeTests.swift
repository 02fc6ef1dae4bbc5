import Graphs
import Tensors
import Testing

@testable import Operators

/// Elements keep their values and find their places.
@Suite struct ShapeTests {
    private let batch = ValueFact(.float32, [.named("batch"), .known(3), .known(4)])

    private func reshaped(_ target: [Int64]) throws -> [Dimension]? {
        try SingleNode("Reshape").infer(batch, ValueFact(.integers(target))).shape
    }

    @Test func `a batch of unknown size stays what it is through a new shape`() throws {
        #expect(try reshaped([0, -1]) == [.named("batch"), .known(12)])
        #expect(try reshaped([-1, 12]) == [.named("batch"), .known(12)])
        #expect(try reshaped([-1]) == [.unknown])
        #expect(try SingleNode("Flatten").infer(batch).shape == [.named("batch"), .known(12)])
    }

    @Test func `an empty batch keeps its rows`() throws {
        let empty = Tensor([Float](), shape: [0, 3, 4])
        #expect(try SingleNode("Reshape").run(empty, .integers([0, -1])).shape == [0, 12])
    }

    @Test(arguments: [[5, -1], [-1, -1], [7], [2, 3, 4, 0], [.max, .max], [-2, 12]])
    func `a shape that does not fit is refused`(target: [Int64]) {
        let reason = SingleNode("Reshape").refusal(.counting(2, 3, 4), .integers(target))
        #expect(reason != nil)
    }

    @Test func `the shape of a known value is a constant`() throws {
        let fact = try SingleNode("Shape", ["start": .int(-2)]).infer(batch)
        #expect(fact.constant == .integers([3, 4]))
        #expect(try SingleNode("Shape").infer(batch) == ValueFact(.int64, [.known(3)]))
    }

    @Test func `axes are removed and added by name`() throws {
        let tensor = Tensor.counting(1, 3, 1)
        #expect(try SingleNode("Squeeze").run(tensor).shape == [3])
        #expect(try SingleNode("Squeeze").run(tensor, .integers([-1])).shape == [1, 3])
        let old = SingleNode("Unsqueeze", opset: 11, ["axes": .ints([0, -1])])
        #expect(try old.run(.counting(3)).shape == [1, 3, 1])
        #expect(SingleNode("Squeeze").refusal(tensor, .integers([1])) != nil)
        #expect(SingleNode("Unsqueeze").refusal(tensor, .integers([0, 0])) != nil)
    }

    @Test func `transposition moves every element`() throws {
        let turned = try SingleNode("Transpose").run(.counting(2, 3))
        #expect(turned == .floats([0, 3, 1, 4, 2, 5], [3, 2]))
        #expect(SingleNode("Transpose", ["perm": .ints([0, 0])]).refusal(.counting(2, 3)) != nil)
    }

    @Test func `joined tensors may have no elements`() throws {
        let node = SingleNode("Concat", ["axis": .int(-1)])
        let joined = try node.run(
            .counting(2, 1),
            Tensor([Float](), shape: [2, 0]),
            .counting(2, 2)
        )
        #expect(joined == .floats([0, 0, 1, 1, 2, 3], [2, 3]))
        #expect(node.refusal(.counting(2, 1), .counting(3, 1)) == .inputs("extents 2 and 3 differ"))
    }

    @Test func `uneven parts leave the rest to the last`() throws {
        let node = SingleNode("Split", outputs: 3, ["num_outputs": .int(3)])
        #expect(try node.outputs([.counting(7)]).map(\.count) == [3, 3, 1])
        let stated = SingleNode("Split", outputs: 2)
        #expect(try stated.outputs([.counting(3), .integers([0, 3])]).map(\.count) == [0, 3])
        #expect(stated.refusal(.counting(3), .integers([1, 1])) != nil)
        #expect(stated.refusal(.counting(3), .integers([.max, .max])) != nil)
    }

    @Test func `blocks of pixels go to channels and back`() throws {
        let picture = Tensor.counting(1, 2, 4, 6)
        let deep = try SingleNode("SpaceToDepth", ["blocksize": .int(2)]).run(picture)
        #expect(deep.shape == [1, 8, 2, 3])
        #expect(try SingleNode("DepthToSpace", ["blocksize": .int(2)]).run(deep) == picture)
    }
}
