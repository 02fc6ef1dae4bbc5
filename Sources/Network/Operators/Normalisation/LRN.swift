import Glibc
import Graphs
import Tensors

/// Divides each element by the strength of the neighbouring channels.
enum LRN: Operator {
    static let name = "LRN"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let image = try given.required(0, InputFacts.floats)
        for attribute in ["alpha", "beta", "bias"] { _ = try node.float(attribute) }
        _ = try size(node)
        return [try given.output(image.elementType, given.shape(0, ranks: 2...Int.max))]
    }

    private static func size(_ node: Node) throws(ModelError) -> Int {
        guard let size = try node.int("size"), (1...WindowForm.attributeMax).contains(size) else {
            throw node.error(.attribute("size must be at least 1"))
        }
        return size
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...1)
        let image = try given.tensor(0)
        _ = try infer(node, InputFacts.facts(inputs))
        let alpha = Double(try node.float("alpha") ?? 1e-4)
        let beta = Double(try node.float("beta") ?? 0.75)
        let bias = Double(try node.float("bias") ?? 1)
        let size = try size(node)
        var values = Reals.of(image)
        AxisRows(image.shape, axes: 1..<2).change(&values) { row in
            row = row.indices.map { channel in
                let first = max(0, channel - (size - 1) / 2)
                let end = min(row.count, channel + size / 2 + 1)
                let strength = row[first..<end].reduce(0) { $0 + $1 * $1 }
                return row[channel] / pow(bias + alpha / Double(size) * strength, beta)
            }
        }
        return [Reals.tensor(values, shape: image.shape, as: image.elementType)]
    }
}
