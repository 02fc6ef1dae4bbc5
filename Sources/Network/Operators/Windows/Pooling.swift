import Graphs
import Tensors

/// What the pools share: each channel of the first input is seen through windows.
struct Pooling {
    /// Channels of all images in the batch.
    let planes: Int
    /// The windows of one channel.
    let walk: WindowWalk

    /// Shape of the output where the rank is known.
    static func shape(_ given: InputFacts) throws(ModelError) -> [Dimension]? {
        guard let shape = try given.shape(0, ranks: 3...Int.max) else { return nil }
        let form = try WindowForm(given.node, rank: shape.count - 2)
        return try shape[..<2] + form.outputs(shape[2...])
    }

    /// Shape of the output of a global pool where the rank is known.
    static func globalShape(_ given: InputFacts) throws(ModelError) -> [Dimension]? {
        guard let shape = try given.shape(0, ranks: 2...Int.max) else { return nil }
        return shape[..<2] + Array(repeating: .known(1), count: shape.count - 2)
    }

    /// Reads the pool of a whole input, whose ``shape(_:)`` was checked.
    init(_ given: InputFacts) throws(ModelError) {
        let shape = try given.tensor(0).shape
        planes = shape[0] * shape[1]
        walk = try WindowForm(given.node, rank: shape.count - 2).walk(shape[2...])
    }

    /// Joins the elements of `image` that each window sees, beginning with `start`.
    func joined(
        _ image: [Double],
        from start: Double,
        _ join: (Double, Double) -> Double
    ) -> [Double] {
        var results = [Double](repeating: start, count: planes * walk.windows)
        for tap in 0..<walk.taps {
            for run in walk.runs(tap: tap) {
                for plane in 0..<planes {
                    var place = plane * walk.places + run.place
                    let first = plane * walk.windows + run.window
                    for window in first..<first + run.count {
                        results[window] = join(results[window], image[place])
                        place &+= walk.step
                    }
                }
            }
        }
        return results
    }

    /// Joins the elements of each channel of a whole `image`, beginning with `start`.
    static func global(
        _ image: Tensor,
        from start: Double,
        _ join: (Double, Double) -> Double
    ) -> [Double] {
        let planes = image.shape[0] * image.shape[1]
        let places = planes == 0 ? 0 : image.count / planes
        let values = Reals.of(image)
        return (0..<planes).map { plane in
            values[plane * places..<(plane + 1) * places].reduce(start, join)
        }
    }

    /// The power of a norm: a whole number, in opset 1 any number.
    static func power(_ node: Node) throws(ModelError) -> Double {
        if case .float(let power) = node.attributes["p"], power > 0 { return Double(power) }
        let power = try node.int("p") ?? 2
        guard power > 0 else { throw node.error(.attribute("p is \(power)")) }
        return Double(power)
    }
}
