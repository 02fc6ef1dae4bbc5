import Graphs
import Tensors

/// Brings all elements that differ only along the given axes to mean 0 and spread 1.
enum MeanVarianceNormalization: Operator {
    static let name = "MeanVarianceNormalization"
    /// Keeps a row without any spread from division by 0.
    private static let least = 1e-9

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let value = try given.required(0, InputFacts.floats)
        if let shape = value.shape { _ = try axes(node, rank: shape.count) }
        return [try given.output(value.elementType, value.shape)]
    }

    private static func axes(_ node: Node, rank: Int) throws(ModelError) -> [Int] {
        try Axes.normalised(try node.ints("axes") ?? [0, 2, 3], rank: rank, node)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let input = try given.tensor(0)
        _ = try infer(node, InputFacts.facts(inputs))
        let axes = Set(try axes(node, rank: input.shape.count))
        let kept = input.shape.indices.filter { !axes.contains($0) }
        let order = kept + axes.sorted()
        let rows = kept.reduce(1) { $0 * input.shape[$1] }
        let moved = try input.transposed(order)
        let length = rows == 0 ? 0 : input.count / rows
        var values = Reals.of(moved)
        for row in 0..<rows {
            let range = row * length..<(row + 1) * length
            let moments = Moments(values[range])
            let spread = moments.variance.squareRoot() + least
            for index in range { values[index] = (values[index] - moments.mean) / spread }
        }
        let back = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
        let result = Reals.tensor(values, shape: moved.shape, as: input.elementType)
        return [try result.transposed(back)]
    }
}
