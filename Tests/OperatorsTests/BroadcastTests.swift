import Graphs
import Tensors
import Testing

@testable import Operators

/// Two shapes become one: aligned at the end, and 1 repeats.
@Suite struct BroadcastTests {
    @Test(arguments: [
        ([2, 3], [3], [2, 3]), ([2, 1, 4], [3, 1], [2, 3, 4]), ([], [2, 2], [2, 2]),
        ([0, 3], [1, 3], [0, 3]), ([1], [], [1]), ([5, 1, 1], [2, 5, 3, 4], [2, 5, 3, 4]),
    ])
    func `shapes are stretched from the end`(first: [Int], second: [Int], both: [Int]) throws {
        let ones = { (shape: [Int]) in
            Tensor([Float](repeating: 1, count: shape.reduce(1, *)), shape: shape)
        }
        #expect(try SingleNode("Add").run(ones(first), ones(second)).shape == both)
        let facts = [first, second].map { ValueFact(.float32, $0.map { .known($0) }) }
        #expect(try SingleNode("Add").infer(facts[0], facts[1]).extents == both)
    }

    @Test func `every element meets its own partner`() throws {
        let column = Tensor.floats([10, 20], [2, 1])
        let sum = try SingleNode("Add").run(.counting(2, 3), column)
        #expect(sum == .floats([10, 11, 12, 23, 24, 25], [2, 3]))
        let turned = try SingleNode("Sub").run(column, .floats([1, 2, 3]))
        #expect(turned == .floats([9, 8, 7, 19, 18, 17], [2, 3]))
    }

    @Test func `shapes that do not fit are named`() {
        let reason = SingleNode("Mul").refusal(.counting(2, 3), .counting(2))
        #expect(reason == .inputs("shapes [[2, 3], [2]] do not fit each other"))
    }

    @Test func `a named extent passes through`() throws {
        let batch = ValueFact(.float32, [.named("batch"), .known(3)])
        let bias = ValueFact(.float32, [.known(3)])
        #expect(try SingleNode("Add").infer(batch, bias).shape == [.named("batch"), .known(3)])
        #expect(try SingleNode("Add").infer(batch, batch).shape == batch.shape)
        let other = ValueFact(.float32, [.named("other"), .known(1)])
        #expect(try SingleNode("Add").infer(batch, other).shape == [.unknown, .known(3)])
    }

    @Test func `old operator sets align the second input at an axis`() throws {
        let node = SingleNode("Add", opset: 6, ["axis": .int(1), "broadcast": .int(1)])
        let sum = try node.run(.counting(1, 2, 2), .floats([10, 20]))
        #expect(sum == .floats([10, 11, 22, 23], [1, 2, 2]))
    }

    @Test func `a choice is stretched in all three inputs`() throws {
        let condition = Tensor([true, false], shape: [2, 1])
        let chosen = try SingleNode("Where").run(condition, .floats([1, 2]), .floats([9]))
        #expect(chosen == .floats([1, 2, 9, 9], [2, 2]))
    }
}
