import Graphs
import Tensors

@testable import Operators

/// One operator as a graph of its own.
struct SingleNode {
    let node: Node

    init(
        _ operation: String,
        opset: Int = 21,
        outputs: Int = 1,
        _ attributes: [String: Attribute] = [:]
    ) {
        node = Node(
            name: "n",
            operation: operation,
            opset: opset,
            inputs: [],
            outputs: (0..<outputs).map { "y\($0)" },
            attributes: attributes
        )
    }

    private var operation: any Operator.Type {
        get throws(ModelError) {
            guard let found = FirstOperators.all.first(where: { $0.name == node.operation }) else {
                throw node.error(.unsupportedOperator(node.operation, opset: node.opset))
            }
            return found
        }
    }

    func run(_ inputs: Tensor?...) throws(ModelError) -> Tensor {
        try outputs(inputs)[0]
    }

    func outputs(_ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try operation.evaluate(node, inputs)
    }

    func infer(_ facts: ValueFact?...) throws(ModelError) -> ValueFact {
        try facts.isEmpty ? operation.infer(node, [])[0] : operation.infer(node, facts)[0]
    }

    /// Why the operator refuses `inputs`, nil when it takes them.
    func refusal(_ inputs: Tensor?...) -> ModelError.Reason? {
        do throws(ModelError) {
            _ = try outputs(inputs)
            return nil
        } catch {
            return error.reason
        }
    }
}

extension Tensor {
    static func floats(_ values: [Float], _ shape: [Int]? = nil) -> Tensor {
        Tensor(values, shape: shape ?? [values.count])
    }

    static func integers(_ values: [Int64], _ shape: [Int]? = nil) -> Tensor {
        Tensor(values, shape: shape ?? [values.count])
    }

    /// 0, 1, 2, … in `shape`.
    static func counting(_ shape: Int...) -> Tensor {
        Tensor((0..<shape.reduce(1, *)).map { Float($0) }, shape: shape)
    }
}
