import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct LinearTests {
    @Test func `leading axes of matrices are a batch that stretches`() throws {
        let run = OperatorRun(MatMul.self, [.counting([2, 1, 2]), .counting([2, 1])])
        let product = try #require(try run.tensors().first)
        #expect(product == .shaped([2, 1, 1], [5, 11]))
    }

    @Test func `a vector is a row on the left and a column on the right`() throws {
        let run = OperatorRun(MatMul.self, [.counting([3]), .counting([3])])
        #expect(try run.tensors() == [Tensor(scalar: Float(14))])
    }

    @Test func `whole numbers wrap around`() throws {
        let large = Tensor([Int32.max, 1], shape: [1, 2])
        let run = OperatorRun(MatMul.self, [large, Tensor([Int32(2), 0], shape: [2, 1])])
        #expect(try run.values(Int32.self) == [-2])
    }

    @Test func `a matrix product is scaled and added to`() throws {
        let run = OperatorRun(
            Gemm.self,
            [.counting([2, 1]), .counting([2, 2]), .shaped([2], [1, 0])],
            ["transA": .int(1), "alpha": .float(2), "beta": .float(3)]
        )
        #expect(try run.values() == [17, 20])
    }

    @Test(arguments: [
        ("ii->i", [Float(1), 4]), ("ii", [5]), ("ij->ji", [1, 3, 2, 4]), ("ij->", [10]),
        ("...j->...", [3, 7]), ("ji", [1, 3, 2, 4]),
    ])
    func `an equation names axes to keep, to sum and to run along together`(
        equation: String,
        values: [Float]
    ) throws {
        let run = OperatorRun(
            Einsum.self,
            [.counting([2, 2])],
            ["equation": .string(equation)]
        )
        #expect(try run.values() == values)
    }

    @Test(arguments: [
        "", "i", "ijk", "ij->k", "ij->ii", "ij-", "i.j", "......", "ij,jk", "i1", "ij>",
    ])
    func `an equation that does not fit is refused`(equation: String) {
        let run = OperatorRun(
            Einsum.self,
            [.counting([2, 2])],
            ["equation": .string(equation)]
        )
        #expect(run.isRefused())
    }

    @Test func `matrices that do not fit are refused`() {
        #expect(OperatorRun(MatMul.self, [.counting([2, 3]), .counting([2, 3])]).isRefused())
        #expect(OperatorRun(Gemm.self, [.counting([2, 3]), .counting([2, 3])]).isRefused())
        #expect(OperatorRun(MatMul.self, [Tensor(scalar: Float(1)), .counting([1])]).isRefused())
    }
}
