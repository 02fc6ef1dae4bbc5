internal import Graphs
internal import KernelShapes
internal import Tensors

/// Fuses a residual Add and an activation into the convolution before them, and the Add of one
/// constant per column into the product before it.
enum EpilogueFusion {
    static func apply(to rewriting: inout Rewriting) {
        fuseActivations(in: &rewriting)
        fuseResiduals(in: &rewriting)
        fuseActivations(in: &rewriting)
        fuseBiases(in: &rewriting)
    }

    /// An Add of one constant per column joins the product of rows with a constant matrix.
    private static func fuseBiases(in rewriting: inout Rewriting) {
        let takers = rewriting.takers()
        let makers = rewriting.makers()
        var removed: Set<Int> = []
        for index in rewriting.operations.indices {
            let add = rewriting.operations[index]
            guard add.node.operation == "Add", add.node.inputs.count == 2, add.node.opset >= 7,
                add.bytes == nil
            else { continue }
            for place in 0..<2 {
                let name = add.node.inputs[place]
                guard takers[name] == 1, let maker = makers[name],
                    isPlainProduct(rewriting.operations[maker], rewriting),
                    let columns = rewriting.facts[name]?.extents?.last,
                    let bias = rewriting.floats(add.node.inputs[1 - place]),
                    bias.values.count == columns, bias.shape.last == columns,
                    rewriting.facts[add.node.outputs[0]]?.extents == rewriting.facts[name]?.extents
                else { continue }
                rewriting.operations[maker].bias = bias.values
                rewriting.operations[maker].activation = add.activation
                rewriting.operations[maker].node.outputs[0] = add.node.outputs[0]
                removed.insert(index)
                break
            }
        }
        rewriting.remove(removed)
    }

    /// Whether it is a MatMul of rows with a constant matrix, which is a fully connected layer.
    private static func isPlainProduct(_ operation: Operation, _ rewriting: Rewriting) -> Bool {
        let node = operation.node
        guard node.operation == "MatMul", operation.bytes == nil, operation.bias == nil,
            operation.activation == .none, node.inputs.count == 2,
            let matrix = rewriting.floats(node.inputs[1]), matrix.shape.count == 2,
            matrix.shape.allSatisfy({ $0 > 0 }),
            let rows = rewriting.facts[node.inputs[0]], rows.elementType == .float32,
            let extents = rows.extents
        else { return false }
        return extents.count >= 2 && extents.allSatisfy { $0 > 0 }
    }

    private static func fuseActivations(in rewriting: inout Rewriting) {
        let takers = rewriting.takers()
        let makers = rewriting.makers()
        var removed: Set<Int> = []
        for index in rewriting.operations.indices {
            let node = rewriting.operations[index].node
            guard let activation = activation(of: node, rewriting), takers[node.inputs[0]] == 1,
                let maker = makers[node.inputs[0]],
                ["Conv", "Gemm", "Add"].contains(rewriting.operations[maker].node.operation),
                rewriting.operations[maker].activation == .none
            else { continue }
            rewriting.operations[maker].activation = activation
            rewriting.operations[maker].node.outputs[0] = node.outputs[0]
            removed.insert(index)
        }
        rewriting.remove(removed)
    }

    /// The activation that `node` is, where kernels have it.
    static func activation(of node: Node, _ rewriting: Rewriting) -> Activation? {
        guard let input = node.inputs.first, rewriting.facts[input]?.elementType == .float32 else {
            return nil
        }
        switch node.operation {
        case "Relu": return .relu
        case "LeakyRelu":
            guard let alpha = try? node.float("alpha") else { return .leakyRelu(alpha: 0.01) }
            return .leakyRelu(alpha: alpha)
        case "Clip":
            guard node.opset >= 11 else {
                let low = (try? node.float("min")) ?? -.greatestFiniteMagnitude
                let high = (try? node.float("max")) ?? .greatestFiniteMagnitude
                return .clip(low: low, high: high)
            }
            var bounds: [Float] = [-.infinity, .infinity]
            for (place, name) in node.inputs.dropFirst().prefix(2).enumerated() where !name.isEmpty
            {
                guard let bound = rewriting.scalar(name) else { return nil }
                bounds[place] = bound
            }
            return .clip(low: bounds[0], high: bounds[1])
        default: return nil
        }
    }

    /// An Add of the same shape joins the later of the convolutions that it sums.
    private static func fuseResiduals(in rewriting: inout Rewriting) {
        let takers = rewriting.takers()
        let makers = rewriting.makers()
        var removed: Set<Int> = []
        for index in rewriting.operations.indices {
            let add = rewriting.operations[index]
            guard add.node.operation == "Add", add.node.inputs.count == 2, add.node.opset >= 7,
                let shape = rewriting.facts[add.node.inputs[0]]?.extents,
                shape.count == 4 || shape.count == 3,
                rewriting.facts[add.node.inputs[1]]?.extents == shape,
                rewriting.facts[add.node.inputs[0]]?.elementType == .float32
            else { continue }
            let found = (0..<2).compactMap { place -> (place: Int, maker: Int)? in
                let name = add.node.inputs[place]
                guard takers[name] == 1, let maker = makers[name] else { return nil }
                let operation = rewriting.operations[maker]
                guard operation.node.operation == "Conv", operation.residual == nil,
                    operation.activation == .none
                else { return nil }
                return (place, maker)
            }
            guard let latest = found.max(by: { $0.maker < $1.maker }) else { continue }
            let other = add.node.inputs[1 - latest.place]
            // The convolution runs in the Add's place, after both of its inputs.
            var operation = rewriting.operations[latest.maker]
            operation.residual = other
            operation.activation = add.activation
            operation.node.outputs[0] = add.node.outputs[0]
            rewriting.operations[index] = operation
            removed.insert(latest.maker)
        }
        rewriting.remove(removed)
    }
}
