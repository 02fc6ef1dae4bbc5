internal import Foundation
public import Graphs
public import Layers
internal import Tensors

/// Nets with their weights as ONNX models, operator set 17, and weights back out of them.
///
/// BatchNorm is folded into the convolution before it; what is needed to take it out again stands
/// in the metadata under `blisterd.training.norm.`. Scaling of pictures is the metadata's, not
/// the graph's.
public enum NetModel {
    static let normPrefix = "blisterd.training.norm."

    /// The model that computes what `net` computes when it is not trained.
    ///
    /// - Parameters:
    ///   - net: The net.
    ///   - parameters: Its weights; traps unless they are as many as its layout says.
    ///   - metadata: What else goes into the file's `metadata_props`.
    ///   - isWidthFree: Whether the pictures may have any number of columns.
    /// - Returns: the model; its input is called `input`.
    public static func model(
        _ net: Net,
        parameters: [Float],
        metadata: [String: String] = [:],
        isWidthFree: Bool = false
    ) -> Model {
        var writer = NetWriter(net, parameters)
        for index in net.layers.indices { writer.write(index) }
        let shape = net.inputShape
        let picture = ValueFact(
            .float32,
            [
                .named("batch"), .known(shape.channels), .known(shape.height),
                isWidthFree ? .named("width") : .known(shape.width),
            ]
        )
        let outputs = net.outputs.map { output in
            writer.nodes.append(writer.node("Identity", [writer.names[output.value]], output.name))
            let fact = ValueFact(.float32, writer.outputShape(output.value, isWidthFree))
            return GraphPort(name: output.name, fact: fact)
        }
        let graph = Graph(
            inputs: [GraphPort(name: NetWriter.inputName, fact: picture)],
            outputs: outputs,
            constants: writer.constants,
            nodes: writer.nodes
        )
        return Model(
            graph: graph,
            opsets: ["": NetWriter.opset],
            metadata: metadata.merging(writer.norms) { $1 },
            producer: "blisterd"
        )
    }

    /// The weights of a model that ``model(_:parameters:metadata:isWidthFree:)`` made, for a net
    /// that may differ from it, to go on from.
    ///
    /// Layers are found by name and shape.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - net: The net.
    ///   - seed: What weights that the model lacks follow from.
    /// - Returns: the weights, and the names of layers that the model lacks.
    public static func parameters(
        _ model: Model,
        for net: Net,
        seed: UInt64
    ) -> (values: [Float], missing: [String]) {
        var values = net.initialParameters(seed: seed)
        var missing: Set<String> = []
        let layout = net.layout
        for entry in layout.entries {
            let layer = net.layers[entry.layer].name
            let found: [Float]?
            if case .batchNorm = net.layers[entry.layer].kind {
                found = norm(layer, entry.role, model)
            } else {
                let tensor = model.graph.constants[entry.name]
                found = tensor?.shape == entry.shape ? tensor?.values(of: Float.self) : nil
            }
            guard let found, found.count == entry.count else {
                missing.insert(layer)
                continue
            }
            values.replaceSubrange(entry.range, with: found)
        }
        for (index, layer) in net.layers.enumerated() where !missing.contains(layer.name) {
            unfold(index, net, layout, missing, &values)
        }
        return (values, missing.sorted())
    }

    /// A part of a folded BatchNorm.
    private static func norm(
        _ layer: String,
        _ role: ParameterLayout.Role,
        _ model: Model
    ) -> [Float]? {
        let parts: [ParameterLayout.Role] = [.scale, .shift, .mean, .variance]
        guard let text = model.metadata[normPrefix + layer],
            let data = Data(base64Encoded: text),
            let elements = Elements(.float32, littleEndian: data.bytes),
            let values = Float.values(elements), values.count.isMultiple(of: 4),
            let part = parts.firstIndex(of: role)
        else { return nil }
        let count = values.count / 4
        return Array(values[part * count..<(part + 1) * count])
    }

    /// Divides a convolution's weights by the scale that was folded into them.
    private static func unfold(
        _ index: Int,
        _ net: Net,
        _ layout: ParameterLayout,
        _ missing: Set<String>,
        _ values: inout [Float]
    ) {
        guard let norm = net.foldedNorm(index), !missing.contains(net.layers[norm].name),
            let weight = layout.entry(index, .weight)
        else { return }
        let scales = net.foldedScales(norm, layout, values)
        let depth = weight.count / weight.shape[0]
        for channel in 0..<weight.shape[0] where abs(scales[channel].scale) > 1e-12 {
            for place in weight.offset + channel * depth..<weight.offset + (channel + 1) * depth {
                values[place] = Float(Double(values[place]) / scales[channel].scale)
            }
        }
        guard let bias = layout.entry(index, .bias) else { return }
        for channel in 0..<bias.count where abs(scales[channel].scale) > 1e-12 {
            let folded = Double(values[bias.offset + channel]) - scales[channel].shift
            values[bias.offset + channel] = Float(folded / scales[channel].scale)
        }
    }
}

extension Net {
    /// The BatchNorm that is folded into layer `index`; nil where there is none.
    func foldedNorm(_ index: Int) -> Int? {
        switch layers[index].kind {
        case .convolution, .depthwise: break
        default: return nil
        }
        let takers = layers.indices.filter { layers[$0].inputs.contains(index + 1) }
        guard takers.count == 1, !outputs.contains(where: { $0.value == index + 1 }),
            case .batchNorm = layers[takers[0]].kind
        else { return nil }
        return takers[0]
    }

    /// What BatchNorm `index` multiplies channels by, and then adds.
    func foldedScales(
        _ index: Int,
        _ layout: ParameterLayout,
        _ values: [Float]
    ) -> [(scale: Double, shift: Double)] {
        guard case .batchNorm(let epsilon) = layers[index].kind,
            let scale = layout.entry(index, .scale), let shift = layout.entry(index, .shift),
            let mean = layout.entry(index, .mean), let variance = layout.entry(index, .variance)
        else { return [] }
        return (0..<scale.count).map { channel in
            let root = (Double(values[variance.offset + channel]) + Double(epsilon)).squareRoot()
            let factor = Double(values[scale.offset + channel]) / root
            let centre = Double(values[mean.offset + channel])
            return (factor, Double(values[shift.offset + channel]) - centre * factor)
        }
    }
}
