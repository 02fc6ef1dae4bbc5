import Graphs
import Tensors

/// Divides the elements along an axis by their norm.
enum LpNormalization: Operator {
    static let name = "LpNormalization"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let value = try given.required(0, InputFacts.floats)
        _ = try isEuclidean(node)
        if let shape = value.shape { _ = try axis(node, rank: shape.count) }
        return [try given.output(value.elementType, value.shape)]
    }

    private static func axis(_ node: Node, rank: Int) throws(ModelError) -> Int {
        try Axes.normalised(try node.int("axis") ?? -1, rank: rank, node)
    }

    private static func isEuclidean(_ node: Node) throws(ModelError) -> Bool {
        let power = try node.int("p") ?? 2
        guard (1...2).contains(power) else { throw node.error(.attribute("p is \(power)")) }
        return power == 2
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let input = try given.tensor(0)
        _ = try infer(node, InputFacts.facts(inputs))
        let axis = try axis(node, rank: input.shape.count)
        let isEuclidean = try isEuclidean(node)
        var values = Reals.of(input)
        AxisRows(input.shape, axes: axis..<axis + 1).change(&values) { row in
            let norm =
                isEuclidean
                ? row.reduce(0) { $0 + $1 * $1 }.squareRoot() : row.reduce(0) { $0 + abs($1) }
            row = row.map { norm == 0 ? 0 : $0 / norm }
        }
        return [Reals.tensor(values, shape: input.shape, as: input.elementType)]
    }
}
