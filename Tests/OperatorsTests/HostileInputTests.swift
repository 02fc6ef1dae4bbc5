import Graphs
import Tensors
import Testing

@testable import Operators

/// A damaged or malicious model is refused; nothing traps.
@Suite struct HostileInputTests {
    private static let tensors: [Tensor?] = [
        nil, .floats([.nan, .infinity, -1e30, 0]), .counting(2, 3), Tensor(scalar: Float(-1)),
        .integers([.max, .min, -1, 0]), .integers([1 << 40, 1 << 40], [1, 2]),
        Tensor(scalar: Int64.min), .integers([]), Tensor([Float](), shape: [0, 3, 0]),
        Tensor([UInt8(1), 200], shape: [2]), Tensor([true, false], shape: [2]),
        Tensor(["a", ""], shape: [2]), Tensor([Int32(-1), 1], shape: [2, 1]),
        Tensor([Float](), shape: [1 << 40, 1 << 40, 0].reversed()),
    ]

    private static let attributes: [String: Attribute] = [
        "axis": .int(.min), "axes": .ints([.max, -1]), "to": .int(-1), "blocksize": .int(.max),
        "block_size": .int(.max), "perm": .ints([5]), "split": .ints([-1]), "k": .int(.max),
        "pads": .ints([.max, .min]), "starts": .ints([.min]), "ends": .ints([.max]),
        "batch_dims": .int(.max), "shape": .ints([.max, .max]), "start": .int(.min),
        "num_outputs": .int(0), "alpha": .float(.nan), "mode": .string("\n"),
    ]

    @Test(arguments: [1, 6, 7, 10, 11, 13, 18, 21])
    func `no operator traps on any inputs`(opset: Int) {
        var state = UInt64(opset)
        for operation in FirstOperators.all {
            for _ in 0..<60 {
                var bits: [Int] = []
                for _ in 0..<8 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bits.append(Int(state >> 33))
                }
                let inputs = bits.prefix(bits[7] % 6).map { Self.tensors[$0 % Self.tensors.count] }
                let node = Node(
                    name: "n",
                    operation: operation.name,
                    opset: opset,
                    inputs: inputs.map { _ in "x" },
                    outputs: ["y", "z"],
                    attributes: Self.attributes.filter { name, _ in
                        (bits[6] >> (name.count % 8)) & 1 == 1
                    }
                )
                let facts = inputs.map { $0.map { ValueFact($0) } }
                let isInferred = (try? operation.infer(node, facts)) != nil
                let outputs = try? operation.evaluate(node, inputs)
                #expect(isInferred || outputs == nil, "\(operation.name) \(inputs)")
            }
        }
    }

    @Test func `a tensor of untold size is refused before it is made`() {
        let huge = Tensor.integers([1 << 20, 1 << 20])
        let one = Tensor(scalar: Float(1))
        let shape = ModelError.Reason.tooLarge("a tensor of shape [1048576, 1048576]")
        #expect(SingleNode("Expand").refusal(one, huge) == shape)
        #expect(SingleNode("ConstantOfShape").refusal(huge) == shape)
        #expect(SingleNode("Tile").refusal(.counting(1, 1), huge) == shape)
        #expect(SingleNode("Pad").refusal(.counting(1), .integers([.max, .max])) != nil)
        let limit = Tensor(scalar: Int64.max)
        let (zero, step) = (Tensor(scalar: Int64(0)), Tensor(scalar: Int64(1)))
        #expect(SingleNode("Range").refusal(zero, limit, step) != nil)
        #expect(SingleNode("Range").refusal(zero, limit, zero) != nil)
        #expect(SingleNode("OneHot").refusal(zero, limit, .floats([0, 1])) != nil)
    }

    @Test func `a range that leads away from its limit is empty however far that is`() throws {
        let node = SingleNode("Range")
        let (far, one) = (Tensor(scalar: Float(1e30)), Tensor(scalar: Float(1)))
        #expect(try node.run(far, one, one).count == 0)
        let (least, zero) = (Tensor(scalar: Int64.min), Tensor(scalar: Int64(0)))
        #expect(try node.run(zero, least, Tensor(scalar: Int64(1))).count == 0)
    }

    @Test func `an extent that nothing can have is refused`() {
        let fact = ValueFact(.float32, [.known(.max), .known(.max)])
        #expect(throws: ModelError.self) { try SingleNode("Flatten").infer(fact) }
        let negative = ValueFact(.float32, [.known(-1)])
        #expect(throws: ModelError.self) { try SingleNode("Relu").infer(negative) }
    }

    @Test func `every operator has a name of its own`() {
        let names = FirstOperators.all.map { $0.name }
        #expect(Set(names).count == names.count)
    }
}
