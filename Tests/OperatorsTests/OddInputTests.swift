import Graphs
import Tensors
import Testing

@testable import Operators

@Suite struct OddInputTests {
    private static let names = SecondOperators.all.map { $0.name }
    private static let inputs: [Tensor?] = [
        nil, Tensor(scalar: Float(1)), .shaped([0], []), .counting([2]), .counting([1, 1, 0]),
        .counting([2, 2, 2, 2]), Tensor(["a"], shape: [1]), Tensor([Int64.min], shape: [1]),
        Tensor([true], shape: [1, 1]), Tensor([UInt8(255)], shape: [1, 1, 1]),
        Tensor(.float32([.nan]), shape: [1, 1, 1], as: .bfloat16),
    ]

    /// What is refused is thrown; reaching the end is the test.
    @Test(arguments: names)
    func `odd inputs are refused or calculated, never trapped`(name: String) throws {
        let type = try #require(SecondOperators.all.first { $0.name == name })
        for count in 0..<9 {
            for first in Self.inputs {
                for other in Self.inputs {
                    for opset in [1, 9, 13, 21] {
                        let inputs = [first] + Array(repeating: other, count: count)
                        let run = OperatorRun(
                            type,
                            count == 0 ? [] : inputs,
                            ["kernel_shape": .ints([1]), "size": .int(3)],
                            opset: opset
                        )
                        _ = try? run.tensors()
                    }
                }
            }
        }
    }

    @Test(arguments: names)
    func `impossible shapes are refused or inferred, never trapped`(name: String) throws {
        let type = try #require(SecondOperators.all.first { $0.name == name })
        for extent in [Int.min, -1, 0, 1 << 31, Int.max] {
            for rank in 0..<6 {
                let shape = [Dimension](repeating: .known(extent), count: rank)
                for count in 1..<9 {
                    let run = OperatorRun(type, [], ["kernel_shape": .ints([1, 1])])
                    let facts = [ValueFact?](
                        repeating: ValueFact(.float32, shape),
                        count: count
                    )
                    _ = try? type.infer(run.node, facts)
                }
            }
        }
    }
}
