internal import Foundation
internal import Graphs
internal import Layers
internal import Tensors

/// Writes a net's layers as nodes, one after another.
struct NetWriter {
    static let opset = 17
    static let inputName = "input"

    let net: Net
    let layout: ParameterLayout
    let parameters: [Float]
    var nodes: [Node] = []
    var constants: [String: Tensor] = [:]
    /// What is folded away, for the metadata.
    var norms: [String: String] = [:]
    /// By value: its name in the graph.
    private(set) var names = [NetWriter.inputName]
    /// By value: whether it is a picture, a row, or a sequence.
    private var forms = [Form.picture]

    private enum Form { case picture, row, sequence }

    init(_ net: Net, _ parameters: [Float]) {
        self.net = net
        self.parameters = parameters
        layout = net.layout
        precondition(parameters.count == layout.count)
    }

    func outputShape(_ value: Int, _ isWidthFree: Bool) -> [Graphs.Dimension] {
        let shape = net.shapes[value]
        let isFree = isWidthFree && shape.width > 1
        let width: Graphs.Dimension = isFree ? .unknown : .known(shape.width)
        switch forms[value] {
        case .picture:
            return [.named("batch"), .known(shape.channels), .known(shape.height), width]
        case .row: return [.named("batch"), .known(shape.channels)]
        case .sequence: return [.named("batch"), width, .known(shape.channels)]
        }
    }

    func node(
        _ operation: String,
        _ inputs: [String],
        _ output: String,
        _ attributes: [String: Attribute] = [:]
    ) -> Node {
        Node(
            name: output,
            operation: operation,
            opset: Self.opset,
            inputs: inputs,
            outputs: [output],
            attributes: attributes
        )
    }

    mutating func write(_ index: Int) {
        let layer = net.layers[index]
        let input = names[layer.inputs[0]]
        var form = forms[layer.inputs[0]]
        let output = "\(layer.name)/out"
        var made = output
        func add(_ operation: String, _ attributes: [String: Attribute] = [:]) -> Node {
            node(operation, [input], output, attributes)
        }
        switch layer.kind {
        case .convolution(let convolution): writeConvolution(index, convolution, 1, output)
        case .depthwise(let convolution):
            writeConvolution(index, convolution, convolution.channels, output)
        case .batchNorm(let epsilon):
            if layer.inputs[0] > 0, net.foldedNorm(layer.inputs[0] - 1) == index {
                made = input
                noteNorm(index)
            } else {
                writeNorm(index, epsilon, output)
            }
        case .nonlinearity(let kind): writeBend(kind, input, output)
        case .maxPool(let window): nodes.append(add("MaxPool", Self.attributes(window)))
        case .averagePool(let window):
            var attributes = Self.attributes(window)
            attributes["count_include_pad"] = .int(0)
            nodes.append(add("AveragePool", attributes))
        case .globalMean: nodes.append(add("GlobalAveragePool"))
        case .globalMax: nodes.append(add("GlobalMaxPool"))
        case .linear:
            writeLinear(index, output)
            form = .row
        case .add:
            let inputs = rows(layer.inputs, output, &form)
            nodes.append(node("Add", inputs, output))
        case .concat:
            let inputs = rows(layer.inputs, output, &form)
            nodes.append(node("Concat", inputs, output, ["axis": .int(1)]))
        case .upsample(let factor, let isSmooth): writeUpsample(factor, isSmooth, input, output)
        case .dropout: made = input
        case .flatten:
            nodes.append(add("Flatten", ["axis": .int(1)]))
            form = .row
        case .sequence:
            constants["\(layer.name)/axes"] = Tensor([Int64(2)], shape: [1])
            nodes.append(node("Squeeze", [input, "\(layer.name)/axes"], "\(layer.name)/line"))
            let turned: [String: Attribute] = ["perm": .ints([0, 2, 1])]
            nodes.append(node("Transpose", ["\(layer.name)/line"], output, turned))
            form = .sequence
        case .unitLength:
            nodes.append(add("LpNormalization", ["axis": .int(1), "p": .int(2)]))
        }
        names.append(made)
        forms.append(form)
    }

    /// Names of values that are joined: all as rows where one is a row.
    private mutating func rows(_ values: [Int], _ output: String, _ form: inout Form) -> [String] {
        let isRow = values.contains { forms[$0] == .row }
        if isRow { form = .row }
        return values.enumerated().map { place, value in
            guard isRow, forms[value] == .picture else { return names[value] }
            let name = "\(output)/row\(place)"
            nodes.append(node("Flatten", [names[value]], name, ["axis": .int(1)]))
            return name
        }
    }

    private static func attributes(_ window: Window) -> [String: Attribute] {
        [
            "kernel_shape": .ints([window.height, window.width]),
            "strides": .ints([window.strideY, window.strideX]),
            "pads": .ints([window.padY, window.padX, window.padY, window.padX]),
        ]
    }

    private func values(_ index: Int, _ role: ParameterLayout.Role) -> Tensor? {
        layout.entry(index, role).map { Tensor(Array(parameters[$0.range]), shape: $0.shape) }
    }

    private mutating func writeConvolution(
        _ index: Int,
        _ convolution: Convolution,
        _ groups: Int,
        _ output: String
    ) {
        let layer = net.layers[index]
        guard let weight = layout.entry(index, .weight) else { return }
        var weights = Array(parameters[weight.range])
        var biases = values(index, .bias)?.values(of: Float.self)
        if let norm = net.foldedNorm(index) {
            let scales = net.foldedScales(norm, layout, parameters)
            let depth = weight.count / scales.count
            for place in weights.indices {
                weights[place] = Float(Double(weights[place]) * scales[place / depth].scale)
            }
            biases = scales.indices.map { channel in
                let bias = Double(biases?[channel] ?? 0)
                return Float(bias * scales[channel].scale + scales[channel].shift)
            }
        }
        var inputs = [names[layer.inputs[0]], weight.name]
        constants[weight.name] = Tensor(weights, shape: weight.shape)
        if let biases {
            inputs.append("\(layer.name).bias")
            constants["\(layer.name).bias"] = Tensor(biases, shape: [biases.count])
        }
        var attributes = Self.attributes(convolution.window)
        attributes["group"] = .int(groups)
        nodes.append(node("Conv", inputs, output, attributes))
    }

    /// Keeps what is folded away.
    private mutating func noteNorm(_ index: Int) {
        var bytes: [UInt8] = []
        for role in [ParameterLayout.Role.scale, .shift, .mean, .variance] {
            bytes += values(index, role)?.littleEndianBytes ?? []
        }
        norms[NetModel.normPrefix + net.layers[index].name] = Data(bytes).base64EncodedString()
    }

    private mutating func writeNorm(_ index: Int, _ epsilon: Float, _ output: String) {
        noteNorm(index)
        let layer = net.layers[index]
        var inputs = [names[layer.inputs[0]]]
        for role in [ParameterLayout.Role.scale, .shift, .mean, .variance] {
            let name = "\(layer.name).\(role.rawValue)"
            constants[name] = values(index, role)
            inputs.append(name)
        }
        nodes.append(node("BatchNormalization", inputs, output, ["epsilon": .float(epsilon)]))
    }

    private mutating func writeLinear(_ index: Int, _ output: String) {
        let layer = net.layers[index]
        var input = names[layer.inputs[0]]
        if forms[layer.inputs[0]] == .picture {
            nodes.append(node("Flatten", [input], "\(layer.name)/row", ["axis": .int(1)]))
            input = "\(layer.name)/row"
        }
        var inputs = [input]
        for role in [ParameterLayout.Role.weight, .bias] {
            guard let tensor = values(index, role) else { continue }
            let name = "\(layer.name).\(role.rawValue)"
            constants[name] = tensor
            inputs.append(name)
        }
        nodes.append(node("Gemm", inputs, output, ["transB": .int(1)]))
    }

    private mutating func writeUpsample(
        _ factor: Int,
        _ isSmooth: Bool,
        _ input: String,
        _ output: String
    ) {
        constants["\(output)/scales"] = Tensor([1, 1, Float(factor), Float(factor)], shape: [4])
        var attributes: [String: Attribute] = [
            "mode": .string(isSmooth ? "linear" : "nearest"),
            "coordinate_transformation_mode": .string(isSmooth ? "half_pixel" : "asymmetric"),
        ]
        if !isSmooth { attributes["nearest_mode"] = .string("floor") }
        nodes.append(node("Resize", [input, "", "\(output)/scales"], output, attributes))
    }

    private mutating func writeBend(_ kind: Nonlinearity, _ input: String, _ output: String) {
        func constant(_ name: String, _ value: Float) -> String {
            constants[name] = Tensor(scalar: value)
            return name
        }
        switch kind {
        case .relu: nodes.append(node("Relu", [input], output))
        case .relu6:
            let bounds = [constant("zero", 0), constant("six", 6)]
            nodes.append(node("Clip", [input] + bounds, output))
        case .hardSwish: nodes.append(node("HardSwish", [input], output))
        case .silu:
            nodes.append(node("Sigmoid", [input], "\(output)/share"))
            nodes.append(node("Mul", [input, "\(output)/share"], output))
        case .gelu:
            let scaled = "\(output)/scaled"
            nodes.append(node("Mul", [input, constant("rootHalf", 0.70710678)], scaled))
            nodes.append(node("Erf", [scaled], "\(output)/erf"))
            nodes.append(node("Add", ["\(output)/erf", constant("one", 1)], "\(output)/twice"))
            nodes.append(node("Mul", [input, "\(output)/twice"], "\(output)/double"))
            nodes.append(node("Mul", ["\(output)/double", constant("half", 0.5)], output))
        case .sigmoid: nodes.append(node("Sigmoid", [input], output))
        case .leakyRelu:
            nodes.append(node("LeakyRelu", [input], output, ["alpha": .float(Nonlinearity.leak)]))
        }
    }
}
