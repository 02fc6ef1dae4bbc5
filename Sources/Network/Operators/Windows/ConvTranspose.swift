import Graphs
import Tensors

/// Convolution the other way round: each place of the image spreads over a window.
enum ConvTranspose: Operator {
    static let name = "ConvTranspose"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...3)
        let image = try given.required(0, InputFacts.floats)
        _ = try given.required(1, [image.elementType])
        _ = try given.optional(2, [image.elementType])
        let shape = try shape(given)
        if let shape { try given.expect(2, shape: [shape[1]]) }
        return [try given.output(image.elementType, shape)]
    }

    private static func shape(_ given: InputFacts) throws(ModelError) -> [Dimension]? {
        let groups = try Convolution.groups(given.node)
        let weights = try given.shape(1, ranks: 3...Int.max)
        guard let image = try given.shape(0, ranks: 3...Int.max) else { return nil }
        guard let weights else {
            return image.prefix(1) + Array(repeating: .unknown, count: image.count - 1)
        }
        guard weights.count == image.count, weights[0].mayBe(image[1]),
            (weights[0].joined(image[1]).extent ?? 0) % groups == 0
        else {
            throw given.node.error(
                .inputs("weights \(weights) in \(groups) groups for an image \(image)")
            )
        }
        let form = try TransposedForm(given.node, weights: weights[2...].map(\.extent))
        var shape = [image[0], weights[1].extent.map { .known($0 * groups) } ?? .unknown]
        for (axis, dimension) in image[2...].enumerated() {
            let windows = try dimension.extent.map { (extent) throws(ModelError) in
                try form.windows(axis, image: extent)
            }
            shape.append(windows.flatMap(\.self).map { .known($0.input) } ?? .unknown)
        }
        return shape
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...3)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let (image, weights) = (try given.tensor(0), try given.tensor(1))
        let form = try TransposedForm(node, weights: weights.shape[2...].map { $0 })
        var axes: [WindowAxis] = []
        for (axis, extent) in image.shape[2...].enumerated() {
            guard let windows = try form.windows(axis, image: extent) else { continue }
            axes.append(windows)
        }
        let walk = WindowWalk(axes)
        var sums = try spread(image, weights, walk, groups: Convolution.groups(node))
        if let bias = try given.optionalTensor(2).map(Reals.of) {
            for place in sums.indices { sums[place] += bias[place / walk.places % shape[1]] }
        }
        return [Reals.tensor(sums, shape: shape, as: image.elementType)]
    }

    /// The image spread over windows whose places are the output's.
    private static func spread(
        _ image: Tensor,
        _ weights: Tensor,
        _ walk: WindowWalk,
        groups: Int
    ) -> [Double] {
        let (batch, channels) = (image.shape[0], image.shape[1])
        let made = weights.shape[1]
        let (image, weights) = (Reals.of(image), Reals.of(weights))
        var sums = [Double](repeating: 0, count: batch * groups * made * walk.places)
        for tap in 0..<walk.taps {
            let runs = walk.runs(tap: tap)
            for plane in 0..<batch * channels where !runs.isEmpty {
                let (item, channel) = plane.quotientAndRemainder(dividingBy: channels)
                let first = (item * groups + channel / (channels / groups)) * made
                for target in 0..<made {
                    let weight = weights[(channel * made + target) * walk.taps + tap]
                    let origin = (first + target) * walk.places
                    for run in runs {
                        let windows = plane * walk.windows + run.window
                        var place = origin + run.place
                        for window in windows..<windows + run.count {
                            sums[place] += image[window] * weight
                            place &+= walk.step
                        }
                    }
                }
            }
        }
        return sums
    }
}
