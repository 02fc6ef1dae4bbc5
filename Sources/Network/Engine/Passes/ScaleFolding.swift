internal import Graphs
internal import KernelShapes
internal import Tensors

/// Folds what multiplies and shifts whole channels after a convolution into its weights:
/// BatchNormalization, and Mul and Add with one constant per channel.
enum ScaleFolding {
    static func apply(to rewriting: inout Rewriting) {
        let takers = rewriting.takers()
        var makers = rewriting.makers()
        var removed: Set<Int> = []
        for index in rewriting.operations.indices {
            guard let pair = pair(at: index, in: rewriting, takers, makers) else { continue }
            var operation = rewriting.operations[pair.convolution]
            guard fold(pair.scale, into: &operation, rewriting) else { continue }
            let output = rewriting.operations[index].node.outputs[0]
            operation.node.outputs[0] = output
            rewriting.operations[pair.convolution] = operation
            makers[output] = pair.convolution
            removed.insert(index)
        }
        rewriting.remove(removed)
    }

    /// Per output channel: `value * factor + offset`.
    private struct ChannelScale {
        var factors: [Double]
        var offsets: [Double]
    }

    /// The convolution that operation `index` scales, and how.
    private static func pair(
        at index: Int,
        in rewriting: Rewriting,
        _ takers: [String: Int],
        _ makers: [String: Int]
    ) -> (convolution: Int, scale: ChannelScale)? {
        let node = rewriting.operations[index].node
        guard ["BatchNormalization", "Mul", "Add"].contains(node.operation) else { return nil }
        for (place, input) in node.inputs.prefix(2).enumerated() {
            guard place == 0 || node.operation != "BatchNormalization",
                let maker = makers[input], takers[input] == 1,
                isPlainConvolution(rewriting.operations[maker], rewriting),
                let channels = rewriting.facts[input]?.shape?.dropFirst().first?.extent,
                let rank = rewriting.facts[input]?.shape?.count,
                let scale = scale(node, rewriting, input: place, channels, rank)
            else { continue }
            return (maker, scale)
        }
        return nil
    }

    private static func isPlainConvolution(_ operation: Operation, _ rewriting: Rewriting) -> Bool {
        let node = operation.node
        guard node.operation == "Conv", operation.residual == nil, operation.activation == .none,
            node.inputs.count >= 2, rewriting.floats(node.inputs[1]) != nil
        else { return false }
        return node.inputs.count < 3 || node.inputs[2].isEmpty
            || rewriting.floats(node.inputs[2]) != nil
    }

    private static func scale(
        _ node: Node,
        _ rewriting: Rewriting,
        input: Int,
        _ channels: Int,
        _ rank: Int
    ) -> ChannelScale? {
        guard node.operation == "BatchNormalization" else {
            guard node.opset >= 7, node.inputs.count == 2,
                let values = perChannel(node.inputs[1 - input], rewriting, channels, rank)
            else { return nil }
            let ones = [Double](repeating: 1, count: channels)
            let zeros = [Double](repeating: 0, count: channels)
            return node.operation == "Mul"
                ? ChannelScale(factors: values, offsets: zeros)
                : ChannelScale(factors: ones, offsets: values)
        }
        guard node.opset >= 7, node.inputs.count == 5, node.outputs.count == 1,
            (try? node.int("training_mode")) ?? 0 == 0
        else { return nil }
        let parts = node.inputs[1...4].map { rewriting.floats($0)?.values ?? [] }
        guard parts.allSatisfy({ $0.count == channels }) else { return nil }
        let epsilon = Double((try? node.float("epsilon")) ?? 1e-5)
        let factors = (0..<channels).map {
            Double(parts[0][$0]) / (Double(parts[3][$0]) + epsilon).squareRoot()
        }
        let offsets = (0..<channels).map {
            Double(parts[1][$0]) - Double(parts[2][$0]) * factors[$0]
        }
        return ChannelScale(factors: factors, offsets: offsets)
    }

    /// The constant `name` as one value per channel, where it is one.
    private static func perChannel(
        _ name: String,
        _ rewriting: Rewriting,
        _ channels: Int,
        _ rank: Int
    ) -> [Double]? {
        guard let constant = rewriting.floats(name), constant.shape.count <= rank else {
            return nil
        }
        if constant.values.count == 1 {
            return Array(repeating: Double(constant.values[0]), count: channels)
        }
        let padded = Array(repeating: 1, count: rank - constant.shape.count) + constant.shape
        guard padded.count >= 2, padded[1] == channels, constant.values.count == channels else {
            return nil
        }
        return constant.values.map(Double.init)
    }

    private static func fold(
        _ scale: ChannelScale,
        into operation: inout Operation,
        _ rewriting: Rewriting
    ) -> Bool {
        let node = operation.node
        guard let weights = operation.weights ?? rewriting.facts[node.inputs[1]]?.constant,
            var values = weights.values(of: Float.self), let channels = weights.shape.first,
            channels == scale.factors.count, channels > 0
        else { return false }
        var bias = operation.bias ?? []
        if operation.bias == nil {
            let given = node.inputs.count > 2 ? rewriting.floats(node.inputs[2])?.values : nil
            bias = given ?? Array(repeating: 0, count: channels)
        }
        guard bias.count == channels else { return false }
        let count = values.count / channels
        for channel in 0..<channels {
            let factor = scale.factors[channel]
            for place in channel * count..<(channel + 1) * count {
                values[place] = Float(Double(values[place]) * factor)
            }
            bias[channel] = Float(Double(bias[channel]) * factor + scale.offsets[channel])
        }
        operation.weights = Tensor(values, shape: weights.shape)
        operation.bias = bias
        return true
    }
}
