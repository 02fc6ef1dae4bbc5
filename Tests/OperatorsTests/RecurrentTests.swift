import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct RecurrentTests {
    private static let cells: [(type: any Operator.Type, gates: Int)] = [
        (RNN.self, 1), (GRU.self, 3), (LSTM.self, 4),
    ]

    /// A cell of two units over three moments of two sequences of one number.
    private func run(
        _ cell: Int,
        _ image: [Float],
        _ attributes: [String: Attribute],
        lengths: Tensor? = nil
    ) -> OperatorRun {
        let gates = Self.cells[cell].gates
        let weights = (0..<gates * 2).map { Float($0 % 3) / 4 - 0.2 }
        let recurrent = (0..<gates * 4).map { Float($0 % 5) / 6 - 0.3 }
        return OperatorRun(
            Self.cells[cell].type,
            [
                .shaped([3, 2, 1], image), .shaped([1, gates * 2, 1], weights),
                .shaped([1, gates * 2, 2], recurrent), nil, lengths,
            ],
            attributes,
            outputs: 2
        )
    }

    @Test(arguments: 0..<3)
    func `backwards is forwards over the mirrored time`(cell: Int) throws {
        let forwards = try run(cell, [1, 2, 3, 4, 5, 6], [:]).tensors()
        let backwards = try run(cell, [5, 6, 3, 4, 1, 2], ["direction": .string("reverse")])
            .tensors()
        #expect(forwards[1] == backwards[1])
        #expect(forwards[0] != backwards[0])
    }

    @Test(arguments: 0..<3)
    func `a sequence that has ended is silent and keeps its last state`(cell: Int) throws {
        let lengths = Tensor([Int32(3), 2], shape: [2])
        let ended = try run(cell, [1, 2, 3, 4, 5, 6], [:], lengths: lengths).tensors()
        let values: [Float] = try #require(ended[0].values())
        let last: [Float] = try #require(ended[1].values())
        #expect(values[10...] == [0, 0])
        #expect(values[6..<8] == last[2...])
    }

    @Test(arguments: 0..<3)
    func `lengths beyond the time, or below none, are cut`(cell: Int) throws {
        let lengths = Tensor([Int32.max, Int32.min], shape: [2])
        let outputs = try run(cell, [1, 2, 3, 4, 5, 6], [:], lengths: lengths).tensors()
        let last: [Float] = try #require(outputs[1].values())
        #expect(last[2...] == [0, 0])
    }

    @Test func `a cell without gates is an activation of two products`() throws {
        let run = OperatorRun(
            RNN.self,
            [
                .shaped([2, 1, 1], [2, 3]), .shaped([1, 1, 1], [10]), .shaped([1, 1, 1], [100]),
                .shaped([1, 2], [1, 2]), nil, .shaped([1, 1, 1], [5]),
            ],
            ["activations": .strings(["Affine"]), "activation_alpha": .floats([1])]
        )
        #expect(try run.values() == [523, 52333])
    }

    @Test func `the batch may be the first axis`() throws {
        let run = OperatorRun(
            RNN.self,
            [.counting([2, 3, 1]), .shaped([1, 1, 1], [1]), .shaped([1, 1, 1], [0])],
            ["activations": .strings(["Relu"]), "layout": .int(1)]
        )
        #expect(try run.tensors() == [.counting([2, 3, 1, 1])])
    }

    @Test(arguments: [
        ["direction": Attribute.string("up")], ["activations": .strings(["Sine"])],
        ["hidden_size": .int(0)], ["hidden_size": .int(-1)], ["hidden_size": .int(Int.max)],
        ["layout": .int(2)], ["direction": .string("bidirectional")], ["clip": .int(1)],
    ])
    func `attributes that make no sense are refused`(attributes: [String: Attribute]) {
        for cell in 0..<3 {
            #expect(run(cell, [1, 2, 3, 4, 5, 6], attributes).isRefused())
        }
    }
}
