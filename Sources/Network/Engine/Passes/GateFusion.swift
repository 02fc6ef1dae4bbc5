internal import Graphs
internal import KernelShapes
internal import Tensors

/// Makes one curve of a value times its own Sigmoid, which is SiLU, or HardSigmoid, which may be
/// HardSwish.
enum GateFusion {
    static func apply(to rewriting: inout Rewriting) {
        let takers = rewriting.takers()
        let makers = rewriting.makers()
        var removed: Set<Int> = []
        for index in rewriting.operations.indices {
            let node = rewriting.operations[index].node
            guard node.operation == "Mul", node.inputs.count == 2, node.opset >= 7,
                rewriting.facts[node.outputs[0]]?.extents?.contains(0) == false,
                rewriting.facts[node.outputs[0]]?.elementType == .float32
            else { continue }
            for (value, gate) in [(0, 1), (1, 0)] {
                let (value, gate) = (node.inputs[value], node.inputs[gate])
                guard takers[gate] == 1, let maker = makers[gate],
                    rewriting.operations[maker].node.inputs.first == value,
                    let curve = curve(of: rewriting.operations[maker].node)
                else { continue }
                rewriting.operations[index].curve = curve
                rewriting.operations[index].node.inputs = [value]
                removed.insert(maker)
                break
            }
        }
        rewriting.remove(removed)
    }

    private static func curve(of gate: Node) -> Curve? {
        switch gate.operation {
        case "Sigmoid": return .silu
        case "HardSigmoid":
            let alpha = (try? gate.float("alpha")) ?? 0.2
            let beta = (try? gate.float("beta")) ?? 0.5
            return abs(alpha - 1 / 6) < 1e-6 && beta == 0.5 ? .hardSwish : nil
        default: return nil
        }
    }
}
