import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct WindowsTests {
    @Test func `a convolution sums what each window sees`() throws {
        let ones = Tensor.shaped([1, 1, 2, 2], [1, 1, 1, 1])
        let run = OperatorRun(Conv.self, [.counting([1, 1, 3, 3]), ones])
        #expect(try run.values() == [12, 16, 24, 28])
    }

    @Test func `groups keep their channels apart`() throws {
        let image = Tensor.shaped([1, 2, 1], [3, 5])
        let weights = Tensor.shaped([2, 1, 1], [10, 100])
        let bias = Tensor.shaped([2], [1, 2])
        let run = OperatorRun(Conv.self, [image, weights, bias], ["group": .int(2)])
        #expect(try run.values() == [31, 502])
    }

    @Test(arguments: [("SAME_UPPER", [3, 5, 7, 4]), ("SAME_LOWER", [1, 3, 5, 7])])
    func `the odd place of same padding lies behind or before`(
        padding: String,
        sums: [Float]
    ) throws {
        let ones = Tensor.shaped([1, 1, 2], [1, 1])
        let run = OperatorRun(
            Conv.self,
            [.counting([1, 1, 4]), ones],
            ["auto_pad": .string(padding)]
        )
        #expect(try run.values() == sums)
    }

    @Test func `a named batch and an unknown extent pass through`() throws {
        let run = OperatorRun(Conv.self, [], ["strides": .ints([2, 2])])
        let shape = try run.shape([
            [.named("N"), .known(3), .unknown, .known(9)],
            [.known(8), .known(3), .known(3), .known(3)],
        ])
        #expect(shape == [.named("N"), .known(8), .unknown, .known(4)])
    }

    @Test func `a transposed convolution spreads each place over a window`() throws {
        let ones = Tensor.shaped([1, 1, 3], [1, 1, 1])
        let run = OperatorRun(ConvTranspose.self, [.counting([1, 1, 2]), ones])
        #expect(try run.values() == [1, 3, 3, 2])
        var strided = run
        strided.attributes = ["strides": .ints([2])]
        #expect(try strided.values() == [1, 1, 3, 2, 2])
    }

    @Test func `a stated output shape decides the padding`() throws {
        let ones = Tensor.shaped([1, 1, 3], [1, 1, 1])
        let run = OperatorRun(
            ConvTranspose.self,
            [.counting([1, 1, 2]), ones],
            ["strides": .ints([2]), "output_shape": .ints([4])]
        )
        #expect(try run.values() == [1, 3, 2, 2])
    }

    @Test func `a quantised sum is rounded to even and saturates`() throws {
        let one = Tensor(scalar: Float(1))
        let zero = Tensor(scalar: UInt8(0))
        let run = OperatorRun(
            QLinearConv.self,
            [
                Tensor([UInt8(1), 3, 5, 255], shape: [1, 1, 4]), Tensor(scalar: Float(0.5)), zero,
                Tensor([UInt8(3)], shape: [1, 1, 1]), one, zero, one, zero,
            ]
        )
        #expect(try run.values(UInt8.self) == [2, 4, 8, 255])
    }

    @Test func `zero points are taken off before the sum`() throws {
        let run = OperatorRun(
            ConvInteger.self,
            [
                Tensor([UInt8(0), 255], shape: [1, 1, 2]), Tensor([Int8(-128)], shape: [1, 1, 1]),
                Tensor(scalar: UInt8(1)), Tensor(scalar: Int8(2)),
            ]
        )
        #expect(try run.values(Int32.self) == [130, -33020])
    }

    @Test func `the last pooling window begins on the input`() throws {
        let run = OperatorRun(
            MaxPool.self,
            [.counting([1, 1, 2, 2])],
            ["kernel_shape": .ints([1, 1]), "strides": .ints([2, 2]), "ceil_mode": .int(1)]
        )
        #expect(try run.values() == [1])
    }

    @Test(arguments: [(0, [Int64(1), 11]), (1, [Int64(2), 14])])
    func `places of maxima are counted by rows or by columns`(order: Int, places: [Int64]) throws {
        let image = Tensor.shaped([1, 2, 2, 4], [0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0])
        let run = OperatorRun(
            MaxPool.self,
            [image],
            ["kernel_shape": .ints([2, 4]), "storage_order": .int(order)],
            outputs: 2
        )
        #expect(try run.tensors()[1].values() == places)
    }

    @Test(arguments: [(0, [Float(1), 1.5, 2]), (1, [Float(0.5), 1.5, 1])])
    func `padding counts in an average only where asked`(counts: Int, means: [Float]) throws {
        let run = OperatorRun(
            AveragePool.self,
            [.counting([1, 1, 2])],
            [
                "kernel_shape": .ints([2]), "pads": .ints([1, 1]),
                "count_include_pad": .int(counts),
            ]
        )
        #expect(try run.values() == means)
    }

    @Test func `what a last window sees behind the padding counts in no average`() throws {
        let run = OperatorRun(
            AveragePool.self,
            [.counting([1, 1, 4])],
            [
                "kernel_shape": .ints([3]), "strides": .ints([2]), "ceil_mode": .int(1),
                "count_include_pad": .int(1),
            ]
        )
        #expect(try run.values() == [2, 3.5])
    }

    @Test func `global pools leave one place of each channel`() throws {
        let image = Tensor.shaped([1, 2, 2], [3, 4, -1, 0])
        #expect(try OperatorRun(GlobalAveragePool.self, [image]).values() == [3.5, -0.5])
        #expect(try OperatorRun(GlobalMaxPool.self, [image]).values() == [4, 0])
        #expect(try OperatorRun(GlobalLpPool.self, [image]).values() == [5, 1])
    }

    @Test(arguments: [
        ["strides": Attribute.ints([0, 1])], ["strides": .ints([-1, 1])], ["strides": .int(1)],
        ["dilations": .ints([Int.max, 1])], ["pads": .ints([Int.max, 0, Int.max, 0])],
        ["pads": .ints([0, 0])], ["pads": .ints([-1, 0, 0, 0])], ["kernel_shape": .ints([9, 9])],
        ["kernel_shape": .ints([0, 0])], ["group": .int(0)], ["group": .int(2)],
        ["group": .int(Int.min)], ["auto_pad": .string("SAME")],
        ["pads": .ints([1 << 24, 1 << 24, 1 << 24, 1 << 24])],
    ])
    func `windows that make no sense are refused`(attributes: [String: Attribute]) {
        let inputs = [Tensor.counting([1, 1, 3, 3]), Tensor.counting([1, 1, 2, 2])]
        #expect(OperatorRun(Conv.self, inputs, attributes).isRefused())
        #expect(OperatorRun(ConvTranspose.self, inputs, attributes).isRefused())
    }

    @Test func `an output over the limit is refused before it is made`() throws {
        let run = OperatorRun(
            ConvTranspose.self,
            [.counting([1, 1, 2, 2]), .counting([1, 1, 2, 2])],
            ["strides": .ints([1 << 24, 1 << 24])]
        )
        do {
            _ = try ConvTranspose.evaluate(run.node, run.inputs)
            Issue.record("it was made")
        } catch {
            guard case .tooLarge = error.reason else { throw error }
        }
    }
}
