import Graphs
import Tensors

/// Pools each of several regions of an image into a small image.
enum RoiAlign: Operator {
    static let name = "RoiAlign"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 3...3)
        let image = try given.required(0, InputFacts.floats)
        _ = try given.required(1, [image.elementType])
        _ = try given.required(2, [.int64])
        let form = try RegionForm(node)
        let shape = try given.shape(0, ranks: 4...4)
        let regions = try given.shape(1, ranks: 2...2)
        let indices = try given.shape(2, ranks: 1...1)
        if let regions { try given.expect(1, shape: [indices?[0] ?? regions[0], .known(4)]) }
        let output = [
            (regions?[0] ?? .unknown).joined(indices?[0] ?? .unknown), shape?[1] ?? .unknown,
            .known(form.height), .known(form.width),
        ]
        return [try given.output(image.elementType, output)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 3...3)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let form = try RegionForm(node)
        let image = try given.tensor(0)
        let regions = Reals.of(try given.tensor(1))
        let values = Reals.of(image)
        let (channels, height, width) = (image.shape[1], image.shape[2], image.shape[3])
        var results: [Double] = []
        for (region, item) in (try given.tensor(2).integers ?? []).enumerated() {
            guard (0..<image.shape[0]).contains(item), height > 0, width > 0 else {
                throw node.error(.inputs("region \(region) lies in image \(item)"))
            }
            let corners = Array(regions[region * 4..<region * 4 + 4])
            let cells = try form.cells(corners, height: height, width: width)
            for channel in 0..<channels {
                let start = (item * channels + channel) * height * width
                for cell in cells { results.append(form.pooled(cell, values, from: start)) }
            }
        }
        return [Reals.tensor(results, shape: shape, as: image.elementType)]
    }
}
