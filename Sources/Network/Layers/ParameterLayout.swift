/// Which weights a net has, and where each is in one long vector.
public struct ParameterLayout: Sendable, Hashable {
    /// What a group of weights is for.
    public enum Role: String, Sendable, Hashable {
        /// Of a convolution [output][input][row][column] or linear layer [output][input].
        case weight
        /// Of a convolution or linear layer.
        case bias
        /// BatchNorm's gamma.
        case scale
        /// BatchNorm's beta.
        case shift
        /// BatchNorm's mean, averaged while training; no gradient.
        case mean
        /// BatchNorm's variance, likewise.
        case variance

        /// Whether it is a running average of batches instead of learnt by gradient.
        public var isStatistic: Bool { self == .mean || self == .variance }
    }

    /// A group of weights.
    public struct Entry: Sendable, Hashable {
        /// Layer and role, such as `stem.weight`.
        public let name: String
        /// Index of its layer.
        public let layer: Int
        /// What it is for.
        public let role: Role
        /// As ONNX has it.
        public let shape: [Int]
        /// Where it starts.
        public let offset: Int

        /// Elements.
        public var count: Int { shape.reduce(1, *) }
        /// Its place in the vector.
        public var range: Range<Int> { offset..<offset + count }
    }

    /// In the order of the layers.
    public let entries: [Entry]
    /// Length of the vector.
    public let count: Int

    init(_ net: Net) {
        var entries: [Entry] = []
        var offset = 0
        for (index, layer) in net.layers.enumerated() {
            let channels = net.shapes[layer.inputs[0]].channels
            for (role, shape) in layer.kind.parameters(inputChannels: channels) {
                let entry = Entry(
                    name: "\(layer.name).\(role.rawValue)",
                    layer: index,
                    role: role,
                    shape: shape,
                    offset: offset
                )
                entries.append(entry)
                offset += entry.count
            }
        }
        self.entries = entries
        count = offset
    }

    /// The entry of `role` of layer `layer`.
    public func entry(_ layer: Int, _ role: Role) -> Entry? {
        entries.first { $0.layer == layer && $0.role == role }
    }
}

extension Layer.Kind {
    fileprivate func parameters(
        inputChannels: Int
    ) -> [(ParameterLayout.Role, [Int])] {
        switch self {
        case .convolution(let convolution):
            let window = convolution.window
            let shape = [convolution.channels, inputChannels, window.height, window.width]
            return [(.weight, shape)] + (convolution.hasBias ? [(.bias, [shape[0]])] : [])
        case .depthwise(let convolution):
            let shape = [inputChannels, 1, convolution.window.height, convolution.window.width]
            return [(.weight, shape)] + (convolution.hasBias ? [(.bias, [shape[0]])] : [])
        case .linear(let outputs, let hasBias):
            let weight = (ParameterLayout.Role.weight, [outputs, inputChannels])
            return [weight] + (hasBias ? [(.bias, [outputs])] : [])
        case .batchNorm:
            return [ParameterLayout.Role.scale, .shift, .mean, .variance].map {
                ($0, [inputChannels])
            }
        default: return []
        }
    }
}

extension Net {
    /// Its weights.
    public var layout: ParameterLayout { ParameterLayout(self) }

    /// Weights to begin with: uniform with the variance of He et al.,
    /// <https://arxiv.org/abs/1502.01852>, for convolutions, half of it for linear layers.
    ///
    /// A layer's weights follow from the seed and its name alone, on every machine.
    public func initialParameters(seed: UInt64) -> [Float] {
        let layout = layout
        var values = [Float](repeating: 0, count: layout.count)
        for entry in layout.entries {
            switch entry.role {
            case .scale, .variance: for place in entry.range { values[place] = 1 }
            case .bias, .shift, .mean: break
            case .weight:
                var random = SplitMix(seed: seed, entry.name)
                let inputs = entry.count / entry.shape[0]
                let variance: Double = entry.shape.count == 2 ? 1 : 2
                let bound = (3 * variance / Double(inputs)).squareRoot()
                for place in entry.range {
                    values[place] = Float(bound * (2 * random.nextUnit() - 1))
                }
            }
        }
        return values
    }
}
