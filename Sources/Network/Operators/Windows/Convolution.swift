import Graphs
import Tensors

/// What Conv, ConvInteger and QLinearConv share: shapes, and sums of products.
struct Convolution {
    /// Images in the batch.
    let batch: Int
    /// Groups of channels.
    let groups: Int
    /// Channels of the input in a group.
    let inputs: Int
    /// Channels of the output in a group.
    let outputs: Int
    /// The windows of one channel.
    let walk: WindowWalk

    /// Shape of the output where the rank is known, the image being the first input of the node
    /// and the weights input `weights`.
    static func shape(
        _ given: InputFacts,
        weights: Int = 1
    ) throws(ModelError) -> [Dimension]? {
        let groups = try groups(given.node)
        let weightShape = try given.shape(weights, ranks: 3...Int.max)
        guard let shape = try given.shape(0, ranks: 3...Int.max) else { return nil }
        guard let kernel = weightShape else {
            return shape.prefix(1) + Array(repeating: .unknown, count: shape.count - 1)
        }
        guard kernel.count == shape.count else {
            throw given.node.error(.inputs("weights \(kernel) for an image \(shape)"))
        }
        if let channels = kernel[1].extent {
            let (product, isTooLarge) = channels.multipliedReportingOverflow(by: groups)
            guard !isTooLarge, shape[1].mayBe(.known(product)) else {
                throw given.node.error(
                    .inputs("\(shape[1]) channels for weights \(kernel) in \(groups) groups")
                )
            }
        }
        guard (kernel[0].extent ?? 0) % groups == 0 else {
            throw given.node.error(.inputs("\(kernel[0]) channels out of \(groups) groups"))
        }
        let form = try form(given.node, kernel)
        return try [shape[0], kernel[0]] + form.outputs(shape[2...])
    }

    /// Reads a convolution of whole inputs, whose ``shape(_:weights:)`` was checked.
    init(_ given: InputFacts, image: Tensor, weights: Tensor) throws(ModelError) {
        batch = image.shape[0]
        groups = try Self.groups(given.node)
        inputs = weights.shape[1]
        outputs = weights.shape[0] / groups
        let form = try Self.form(given.node, weights.shape.map { .known($0) })
        walk = try form.walk(image.shape[2...])
    }

    /// Number of groups of channels.
    static func groups(_ node: Node) throws(ModelError) -> Int {
        let groups = try node.int("group") ?? 1
        guard (1...WindowForm.attributeMax).contains(groups) else {
            throw node.error(.attribute("group is \(groups)"))
        }
        return groups
    }

    private static func form(
        _ node: Node,
        _ weights: [Dimension]
    ) throws(ModelError) -> WindowForm {
        try WindowForm(node, rank: weights.count - 2, weights: weights[2...].map(\.extent))
    }

    /// The sums of products, batch by batch and channel by channel.
    func sums(_ image: [Double], _ weights: [Double]) -> [Double] {
        let channels = groups * outputs
        var sums = [Double](repeating: 0, count: batch * channels * walk.windows)
        for tap in 0..<walk.taps {
            let runs = walk.runs(tap: tap)
            for plane in 0..<batch * channels where !runs.isEmpty {
                let channel = plane % channels
                let first = plane / channels * groups * inputs + channel / outputs * inputs
                for input in 0..<inputs {
                    add(
                        image,
                        from: (first + input) * walk.places,
                        times: weights[(channel * inputs + input) * walk.taps + tap],
                        runs,
                        to: &sums,
                        at: plane * walk.windows
                    )
                }
            }
        }
        return sums
    }

    private func add(
        _ image: [Double],
        from origin: Int,
        times weight: Double,
        _ runs: [WindowWalk.Run],
        to sums: inout [Double],
        at target: Int
    ) {
        for run in runs {
            var place = origin &+ run.place
            for window in target &+ run.window..<target &+ run.window &+ run.count {
                sums[window] += image[place] * weight
                place &+= walk.step
            }
        }
    }
}
