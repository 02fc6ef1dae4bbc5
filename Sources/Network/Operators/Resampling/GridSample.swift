import Graphs
import Tensors

/// Looks at an image at coordinates from -1 to 1 that a grid states.
enum GridSample: Operator {
    static let name = "GridSample"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 2...2)
        let image = try given.required(0, InputFacts.numbers)
        _ = try given.required(1, InputFacts.floats)
        _ = try GridSampler(node)
        let shape = try given.shape(0, ranks: 3...Int.max)
        let grid = try given.shape(1, ranks: 3...Int.max)
        guard let shape, let grid else { return [try given.output(image.elementType, nil)] }
        guard shape.count == grid.count, shape[0].mayBe(grid[0]),
            grid[grid.count - 1].mayBe(.known(shape.count - 2)),
            !shape[2...].contains(.known(0))
        else {
            throw node.error(.inputs("a grid \(grid) over an image \(shape)"))
        }
        let output = [shape[0].joined(grid[0]), shape[1]] + grid[1..<grid.count - 1]
        return [try given.output(image.elementType, output)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 2...2)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let (image, grid) = (try given.tensor(0), Reals.of(try given.tensor(1)))
        let sampler = try GridSampler(node)
        let extents = Array(image.shape[2...])
        let source = ChannelShape(image.shape)
        let points = shape[2...].reduce(1, *)
        let values = Reals.of(image)
        var results = [Double](repeating: 0, count: shape.reduce(1, *))
        for point in 0..<source.batch * points {
            let (item, place) = point.quotientAndRemainder(dividingBy: points)
            let rank = extents.count
            let position = grid[point * rank..<(point + 1) * rank].reversed()
            let neighbours = sampler.neighbours(Array(position), extents)
            for channel in 0..<source.channels {
                let plane = item * source.channels + channel
                results[plane * points + place] = neighbours.reduce(0) { sum, neighbour in
                    sum + neighbour.weight * values[plane * source.places + neighbour.place]
                }
            }
        }
        return [Reals.tensor(results, shape: shape, as: image.elementType)]
    }
}
