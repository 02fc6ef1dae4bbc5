import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct NormalisationTests {
    @Test func `a batch is scaled by what was learnt`() throws {
        let parameters = [[2, 1], [10, 20], [1, 3], [4, 0]].map { Tensor.shaped([2], $0) }
        let run = OperatorRun(
            BatchNormalization.self,
            [.counting([1, 2, 2])] + parameters,
            ["epsilon": .float(0.25)]
        )
        #expect(try run.values().isNear([10, 10 + 2 / 2.061_552_8, 20, 22]))
    }

    @Test func `training is refused`() {
        let parameters = [Tensor?](repeating: .shaped([2], [1, 1]), count: 4)
        let run = OperatorRun(
            BatchNormalization.self,
            [.counting([1, 2, 2])] + parameters,
            ["training_mode": .int(1)]
        )
        #expect(run.isRefused())
    }

    @Test(arguments: [18, 21])
    func `groups are scaled as a whole, from opset 21 channel by channel`(opset: Int) throws {
        let scale = opset == 18 ? Tensor.shaped([1], [2]) : .shaped([2], [2, 4])
        let shift = opset == 18 ? Tensor.shaped([1], [0]) : .shaped([2], [0, 1])
        let run = OperatorRun(
            GroupNormalization.self,
            [.shaped([1, 2, 1], [1, 3]), scale, shift],
            ["num_groups": .int(1), "epsilon": .float(0)],
            opset: opset
        )
        #expect(try run.values() == (opset == 18 ? [-2, 2] : [-2, 5]))
    }

    @Test func `a layer tells its mean and the inverse of its spread`() throws {
        let run = OperatorRun(
            LayerNormalization.self,
            [.shaped([2, 2], [1, 3, 2, 10]), .shaped([2], [1, 2])],
            ["epsilon": .float(0)],
            outputs: 3
        )
        let outputs = try run.tensors()
        #expect(outputs[0].values() == [Float(-1), 2, -1, 2])
        #expect(outputs[1] == .shaped([2, 1], [2, 6]))
        #expect(outputs[2] == .shaped([2, 1], [1, 0.25]))
    }

    @Test(arguments: [(11, [Float](repeating: 0.25, count: 4)), (13, [0.5, 0.5, 0.5, 0.5])])
    func `shares are of all further axes before opset 13`(opset: Int, shares: [Float]) throws {
        let run = OperatorRun(
            Softmax.self,
            [.shaped([1, 2, 2], [7, 7, 7, 7])],
            opset: opset
        )
        #expect(try run.values() == shares)
    }

    @Test func `large numbers have shares`() throws {
        let run = OperatorRun(Softmax.self, [.shaped([2], [10000, 10000])])
        #expect(try run.values() == [0.5, 0.5])
    }

    @Test func `the first of equal maxima is the greatest`() throws {
        let run = OperatorRun(Hardmax.self, [.shaped([4], [1, 5, 5, 0])])
        #expect(try run.values() == [0, 1, 0, 0])
    }

    @Test func `a row without length stays as it is`() throws {
        let run = OperatorRun(LpNormalization.self, [.shaped([2, 2], [0, 0, 3, 4])])
        #expect(try run.values().isNear([0, 0, 0.6, 0.8]))
    }

    @Test func `half precision is rounded where it is stored`() throws {
        let image = Tensor(.float32([1, 2, 3]), shape: [3], as: .float16)
        let output = try #require(try OperatorRun(LogSoftmax.self, [image]).tensors().first)
        #expect(output.elementType == .float16)
        #expect(
            output.values()?.allSatisfy { (value: Float) in Float(Float16(value)) == value } == true
        )
    }
}
