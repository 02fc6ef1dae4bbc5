import Graphs
import Tensors

/// Greatest element of each window, and where in the input it lies.
enum MaxPool: Operator {
    static let name = "MaxPool"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1, outputsMax: 2)
        let image = try given.required(0, InputFacts.floats.union(QuantisedChannels.types))
        _ = try node.int("storage_order")
        let shape = try Pooling.shape(given)
        let greatest = try given.output(image.elementType, shape)
        return node.outputs.count < 2 ? [greatest] : [greatest, try given.output(.int64, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1, outputsMax: 2)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let pooling = try Pooling(given)
        let found = greatest(Reals.of(image), pooling)
        let greatest = Reals.tensor(found.values, shape: shape, as: image.elementType)
        guard node.outputs.count > 1 else { return [greatest] }
        var places = found.places
        if try node.int("storage_order") ?? 0 != 0 {
            let order = columnMajor(pooling.walk.axes.map(\.input))
            for window in places.indices {
                let (plane, place) = places[window].quotientAndRemainder(
                    dividingBy: pooling.walk.places
                )
                places[window] = plane * pooling.walk.places + order[place]
            }
        }
        return [greatest, Tensor(places.map { Int64($0) }, shape: shape)]
    }

    /// What is not a number is the greatest; of equals the first counts.
    private static func greatest(
        _ image: [Double],
        _ pooling: Pooling
    ) -> (values: [Double], places: [Int]) {
        let walk = pooling.walk
        let count = pooling.planes * walk.windows
        var values = [Double](repeating: -.infinity, count: count)
        var places = [Int](repeating: -1, count: count)
        for tap in 0..<walk.taps {
            for run in walk.runs(tap: tap) {
                for plane in 0..<pooling.planes {
                    var place = plane * walk.places + run.place
                    let first = plane * walk.windows + run.window
                    for window in first..<first + run.count {
                        if places[window] < 0 || image[place] > values[window]
                            || image[place].isNaN
                        {
                            values[window] = image[place]
                            places[window] = place
                        }
                        place &+= walk.step
                    }
                }
            }
        }
        return (values, places.map { max(0, $0) })
    }

    /// The place of every element of an array of `extents` when its first axis runs fastest.
    private static func columnMajor(_ extents: [Int]) -> [Int] {
        var stride = 1
        var order = [0]
        for extent in extents {
            order = order.flatMap { start in (0..<extent).map { start + $0 * stride } }
            stride *= extent
        }
        return order
    }
}
