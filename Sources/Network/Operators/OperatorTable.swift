public import Graphs

/// All supported operators by name.
public enum OperatorTable {
    /// Every operator, one line each.
    static let all = FirstOperators.all + SecondOperators.all

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The operator of `node`; throws when it is not supported.
    public static func find(_ node: Node) throws(ModelError) -> any Operator.Type {
        guard node.domain.isEmpty || node.domain == "ai.onnx", let found = byName[node.operation]
        else {
            throw node.error(.unsupportedOperator(node.operation, opset: node.opset))
        }
        return found
    }
}
