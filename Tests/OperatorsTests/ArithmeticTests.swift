import Graphs
import Tensors
import Testing

@testable import Operators

/// Whole numbers wrap around and never trap; floating point follows IEEE 754.
@Suite struct ArithmeticTests {
    @Test(arguments: [
        ("Add", Int8.max, Int8(1), Int8.min), ("Sub", .min, 1, .max), ("Mul", .min, -1, .min),
        ("Div", .min, -1, .min), ("Div", 5, 0, 0), ("Div", -7, 2, -3), ("Mod", .min, -1, 0),
        ("Mod", 5, 0, 0), ("Mod", -7, 3, 2), ("Max", -3, 2, 2), ("Min", -3, 2, -3),
    ])
    func `whole numbers wrap around`(name: String, first: Int8, second: Int8, result: Int8) throws {
        let found = try SingleNode(name).run(Tensor(scalar: first), Tensor(scalar: second))
        #expect(found == Tensor(scalar: result))
    }

    @Test func `unary functions of the least whole number wrap around`() throws {
        for name in ["Abs", "Neg"] {
            let found = try SingleNode(name).run(Tensor(scalar: Int32.min))
            #expect(found == Tensor(scalar: Int32.min))
        }
    }

    @Test func `the remainder has the sign of the divisor, or of the dividend with fmod`() throws {
        let (first, second) = (Tensor.integers([-7, 7]), Tensor.integers([3, -3]))
        #expect(try SingleNode("Mod").run(first, second) == .integers([2, -2]))
        let truncated = SingleNode("Mod", ["fmod": .int(1)])
        #expect(try truncated.run(first, second) == .integers([-1, 1]))
    }

    @Test func `a power has the type of its base`() throws {
        let base = Tensor([Int32(2), 3], shape: [2])
        let squares = try SingleNode("Pow").run(base, Tensor(scalar: Float(2)))
        #expect(squares == Tensor([Int32(4), 9], shape: [2]))
        #expect(
            try SingleNode("Pow").run(base, Tensor(scalar: Int64(-1)))
                == Tensor([Int32(0), 0], shape: [2])
        )
    }

    @Test func `halves are rounded to the even number`() throws {
        let rounded = try SingleNode("Round").run(.floats([0.5, 1.5, 2.5, -0.5, -1.5]))
        #expect(rounded == .floats([0, 2, 2, -0.0, -2]))
    }

    @Test func `half precision is rounded where it is stored`() throws {
        let half = Tensor(.float32([2048]), shape: [1], as: .float16)
        let one = Tensor(.float32([1]), shape: [1], as: .float16)
        let sum = try SingleNode("Add").run(half, one)
        #expect(sum.elementType == .float16)
        #expect(sum.values() == [Float(2048)])
    }

    @Test func `what is not a number wins over others`() throws {
        for name in ["Max", "Min"] {
            for pair in [(Float.nan, Float(1)), (1, .nan)] {
                let found = try SingleNode(name).run(
                    Tensor(scalar: pair.0),
                    Tensor(scalar: pair.1)
                )
                #expect(found.values(of: Float.self)?[0].isNaN == true)
            }
        }
    }

    @Test func `a single input of many is itself`() throws {
        for name in ["Sum", "Mean", "Max", "Min"] {
            #expect(try SingleNode(name).run(.counting(2, 2)) == .counting(2, 2))
        }
        let three = try SingleNode("Mean").run(.floats([1]), .floats([2]), .floats([6, 9]))
        #expect(three == .floats([3, 4]))
    }

    @Test func `types that differ are refused`() {
        let reason = SingleNode("Add").refusal(.floats([1]), .integers([1]))
        #expect(reason == .inputs("input 1 is of type int64"))
        let truth = Tensor(scalar: true)
        #expect(SingleNode("Add").refusal(truth, truth) == .inputs("input 0 is of type bool"))
        #expect(SingleNode("Add").refusal(.floats([1])) == .inputs("input 1 is missing"))
    }
}
