import Engine
import Graphs
import Tensors
import Testing

/// Sequences become the tensors that they hold.
struct SequenceTests {
    private func run(_ sketch: Sketch, _ shape: [Int]) throws -> [Tensor] {
        let session = try Session(Plan(sketch.model), pool: ThreadPool(threadCount: 1))
        let count = shape.reduce(1, *)
        return try session.run([Tensor((0..<count).map { Float($0) }, shape: shape)])
    }

    private func place(_ value: Int, _ sketch: inout Sketch) -> String {
        sketch.constant(Tensor([Int64(value)], shape: []))
    }

    @Test func `parts of a tensor are taken out by their place`() throws {
        var sketch = Sketch(seed: 1)
        let input = sketch.input([5, 2])
        let parts = sketch.node("SplitToSequence", [input, place(2, &sketch)])
        sketch.output(sketch.node("SequenceAt", [parts, place(-1, &sketch)]))
        sketch.output(sketch.node("SequenceAt", [parts, place(1, &sketch)]))
        sketch.output(sketch.node("SequenceLength", [parts]))
        let rows = sketch.node("SplitToSequence", [input], ["keepdims": .int(0)])
        sketch.output(sketch.node("SequenceAt", [rows, place(3, &sketch)]))
        let sized = sketch.node("SplitToSequence", [input, sketch.integers([4, 1])])
        sketch.output(sketch.node("SequenceAt", [sized, place(1, &sketch)]))
        let found = try run(sketch, [5, 2])
        #expect(found[0] == Tensor([8, 9] as [Float], shape: [1, 2]))
        #expect(found[1] == Tensor([4, 5, 6, 7] as [Float], shape: [2, 2]))
        #expect(found[2] == Tensor(scalar: Int64(3)))
        #expect(found[3] == Tensor([6, 7] as [Float], shape: [2]))
        #expect(found[4] == Tensor([8, 9] as [Float], shape: [1, 2]))
    }

    @Test func `sequences grow, shrink and are joined`() throws {
        var sketch = Sketch(seed: 1)
        let input = sketch.input([2])
        let negative = sketch.node("Neg", [input])
        let double = sketch.node("Add", [input, input])
        var list = sketch.node("SequenceInsert", [sketch.node("SequenceEmpty", []), input])
        list = sketch.node("SequenceInsert", [list, negative, place(0, &sketch)])
        list = sketch.node("SequenceInsert", [list, double, place(-1, &sketch)])
        sketch.output(sketch.node("ConcatFromSequence", [list], ["axis": .int(0)]))
        list = sketch.node("SequenceErase", [list, place(0, &sketch)])
        let attributes: [String: Attribute] = ["axis": .int(-1), "new_axis": .int(1)]
        sketch.output(sketch.node("ConcatFromSequence", [list], attributes))
        let pair = sketch.node("SequenceConstruct", [negative, double])
        sketch.output(sketch.node("SequenceAt", [pair, place(0, &sketch)]))
        let found = try run(sketch, [2])
        #expect(found[0] == Tensor([0, -1, 0, 2, 0, 1] as [Float], shape: [6]))
        #expect(found[1] == Tensor([0, 0, 2, 1] as [Float], shape: [2, 2]))
        #expect(found[2] == Tensor([0, -1] as [Float], shape: [2]))
    }

    @Test func `what is known only in a run, or is not there, is refused`() throws {
        for place in [-4, 3, Int.max, Int.min] {
            var sketch = Sketch(seed: 1)
            let parts = sketch.node("SplitToSequence", [sketch.input([3])])
            let index = sketch.constant(Tensor([Int64(place)], shape: []))
            sketch.output(sketch.node("SequenceAt", [parts, index]))
            #expect(throws: ModelError.self) { _ = try Plan(sketch.model) }
        }
        var sketch = Sketch(seed: 1)
        let parts = sketch.node("SplitToSequence", [sketch.input([3])])
        sketch.output(sketch.node("SequenceAt", [parts, sketch.input([], .int64)]))
        #expect(throws: ModelError.self) { _ = try Plan(sketch.model) }
        var large = Sketch(seed: 1)
        large.output(
            large.node("SequenceLength", [large.node("SplitToSequence", [large.input([1 << 20])])])
        )
        #expect(throws: ModelError.self) { _ = try Plan(large.model) }
    }
}
