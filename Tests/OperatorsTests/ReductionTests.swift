import Graphs
import Tensors
import Testing

@testable import Operators

/// Many numbers become one along the named axes.
@Suite struct ReductionTests {
    @Test func `axes are an attribute or an input by operator set`() throws {
        let old = SingleNode("ReduceMax", opset: 13, ["axes": .ints([-1]), "keepdims": .int(0)])
        #expect(try old.run(.counting(2, 3)) == .floats([2, 5]))
        let new = SingleNode("ReduceMax", opset: 18)
        #expect(try new.run(.counting(2, 3), .integers([0])) == .floats([3, 4, 5], [1, 3]))
        let sum = SingleNode("ReduceSum", opset: 13)
        #expect(try sum.run(.counting(2, 3), .integers([1, 0])) == .floats([15], [1, 1]))
    }

    @Test func `no axes are all, or none where the node says so`() throws {
        #expect(try SingleNode("ReduceSum").run(.counting(2, 2)) == .floats([6], [1, 1]))
        let none = ["noop_with_empty_axes": Attribute.int(1)]
        #expect(try SingleNode("ReduceSum", none).run(.counting(2, 2)) == .counting(2, 2))
        let squares = try SingleNode("ReduceSumSquare", none).run(.floats([2, 3]))
        #expect(squares == .floats([4, 9]))
    }

    @Test(arguments: [
        ("ReduceSum", Float(0)), ("ReduceProd", 1), ("ReduceL2", 0), ("ReduceMax", -.infinity),
        ("ReduceMin", .infinity), ("ReduceLogSum", -.infinity), ("ReduceLogSumExp", -.infinity),
    ])
    func `nothing reduces to the neutral number`(name: String, neutral: Float) throws {
        let empty = Tensor([Float](), shape: [2, 0])
        let found = try SingleNode(name, ["keepdims": .int(0)]).run(empty, .integers([1]))
        #expect(found == .floats([neutral, neutral]))
    }

    @Test func `small numbers are not lost in a long sum`() throws {
        let values = [Float(16_777_216)] + [Float](repeating: 1, count: 64)
        #expect(try SingleNode("ReduceSum").run(.floats(values)) == .floats([16_777_280]))
    }

    @Test func `large exponents do not overflow`() throws {
        let found = try SingleNode("ReduceLogSumExp").run(.floats([1000, 1000]))
        #expect(found.values(of: Float.self)?[0] == 1000.6932)
    }

    @Test func `truth values have a greatest and a least`() throws {
        let mixed = Tensor([true, false], shape: [2])
        #expect(try SingleNode("ReduceMax", opset: 20).run(mixed) == Tensor([true], shape: [1]))
        #expect(try SingleNode("ReduceMin", opset: 20).run(mixed) == Tensor([false], shape: [1]))
        #expect(SingleNode("ReduceSum").refusal(mixed) == .inputs("input 0 is of type bool"))
    }

    @Test func `the first of equal places is found, or the last`() throws {
        #expect(try SingleNode("ArgMax").run(.floats([1, 5, 5])) == .integers([1]))
        let last = SingleNode("ArgMax", ["select_last_index": .int(1)])
        #expect(try last.run(.floats([1, 5, 5])) == .integers([2]))
        #expect(SingleNode("ArgMin").refusal(Tensor([Float](), shape: [0])) != nil)
    }

    @Test func `an axis is named once and lies in the tensor`() {
        for axes in [[0, 0], [0, -2], [2], [.max], [.min]] as [[Int64]] {
            #expect(SingleNode("ReduceSum").refusal(.counting(2, 3), .integers(axes)) != nil)
        }
    }
}
