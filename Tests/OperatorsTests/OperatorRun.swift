import Graphs
import Tensors
import Testing

@testable import Operators

/// One node with its inputs, run by its plain evaluator.
struct OperatorRun {
    var type: any Operator.Type
    var inputs: [Tensor?]
    var attributes: [String: Attribute] = [:]
    var opset = 17
    var outputs = 1

    init(
        _ type: any Operator.Type,
        _ inputs: [Tensor?],
        _ attributes: [String: Attribute] = [:],
        opset: Int = 17,
        outputs: Int = 1
    ) {
        self.type = type
        self.inputs = inputs
        self.attributes = attributes
        self.opset = opset
        self.outputs = outputs
    }

    var node: Node {
        Node(
            name: "node",
            operation: type.name,
            opset: opset,
            inputs: inputs.indices.map { "input\($0)" },
            outputs: (0..<outputs).map { "output\($0)" },
            attributes: attributes
        )
    }

    /// The outputs, which must be of the types and shapes that were inferred.
    func tensors() throws -> [Tensor] {
        let tensors = try type.evaluate(node, inputs)
        let facts = try type.infer(node, inputs.map { tensor in tensor.map { ValueFact($0) } })
        for (fact, tensor) in zip(facts, tensors) {
            #expect(fact.elementType == tensor.elementType)
            #expect(fact.extents ?? tensor.shape == tensor.shape)
        }
        return tensors
    }

    /// The elements of the first output.
    func values<Element: TensorElement>(
        _ element: Element.Type = Float.self
    ) throws -> [Element] {
        try #require(try tensors().first?.values())
    }

    /// The shape of the first output for inputs of `shapes`, of which nothing else is known.
    func shape(_ shapes: [[Dimension]]) throws -> [Dimension]? {
        try type.infer(node, shapes.map { ValueFact(.float32, $0) }).first?.shape
    }

    /// Whether evaluation is refused, not trapped.
    func isRefused() -> Bool {
        do {
            _ = try type.evaluate(node, inputs)
            return false
        } catch {
            return true
        }
    }
}

extension Tensor {
    /// Single precision in row-major order.
    static func shaped(_ shape: [Int], _ values: [Float]) -> Tensor {
        Tensor(values, shape: shape)
    }

    /// 1, 2, 3 and so on in row-major order.
    static func counting(_ shape: [Int]) -> Tensor {
        Tensor((0..<shape.reduce(1, *)).map { Float($0 + 1) }, shape: shape)
    }
}

extension [Float] {
    /// Whether all are as near to `other` as single precision calculates.
    func isNear(_ other: [Float]) -> Bool {
        count == other.count && zip(self, other).allSatisfy { abs($0 - $1) < 1e-5 }
    }
}
