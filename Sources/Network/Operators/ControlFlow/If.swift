import Graphs
import Tensors

/// One of two subgraphs.
enum If: Operator {
    static let name = "If"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let condition = try NodeInputs(node, inputs).required(0, { $0 == .bool })
        if let constant = condition.constant?.values(of: Bool.self), constant.count == 1 {
            let branch = constant[0] ? "then_branch" : "else_branch"
            return try SubgraphRun(node, branch, inputs).infer()
        }
        let first = try SubgraphRun(node, "then_branch", inputs).infer()
        let second = try SubgraphRun(node, "else_branch", inputs).infer()
        guard first.count == second.count,
            zip(first, second).allSatisfy({ $0.elementType == $1.elementType })
        else { throw node.error(.inputs("its branches have other outputs")) }
        return zip(first, second).map { ValueFact($0.elementType, joined($0.shape, $1.shape)) }
    }

    private static func joined(_ first: [Dimension]?, _ second: [Dimension]?) -> [Dimension]? {
        guard let first, let second, first.count == second.count else { return nil }
        return zip(first, second).map { $0 == $1 ? $0 : .unknown }
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let condition = try NodeInputs(node, inputs).required(0, { $0 == .bool })
        guard let values = condition.values(of: Bool.self), values.count == 1 else {
            throw node.error(.inputs("its condition is not one value"))
        }
        return try SubgraphRun(node, values[0] ? "then_branch" : "else_branch", inputs).evaluate()
    }
}
