import Glibc
import Graphs
import Tensors

/// Shares along an axis; before opset 13 along all axes from it on.
enum Softmax: Operator {
    static let name = "Softmax"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...1)
        let value = try given.required(0, InputFacts.floats)
        if let shape = value.shape { _ = try axes(node, rank: shape.count) }
        return [try given.output(value.elementType, value.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try evaluate(node, inputs) { row in
            let greatest = row.max() ?? 0
            row = row.map { exp($0 - greatest) }
            let sum = row.reduce(0, +)
            row = row.map { $0 / sum }
        }
    }

    /// Changes every row of the input.
    static func evaluate(
        _ node: Node,
        _ inputs: [Tensor?],
        _ body: (inout [Double]) -> Void
    ) throws(ModelError) -> [Tensor] {
        _ = try infer(node, InputFacts.facts(inputs))
        let input = try InputFacts(node, inputs, 1...1).tensor(0)
        var values = Reals.of(input)
        if !input.shape.isEmpty {
            let axes = try axes(node, rank: input.shape.count)
            AxisRows(input.shape, axes: axes).change(&values, body)
        } else {
            body(&values)
        }
        return [Reals.tensor(values, shape: input.shape, as: input.elementType)]
    }

    private static func axes(_ node: Node, rank: Int) throws(ModelError) -> Range<Int> {
        guard rank > 0 else { return 0..<0 }
        guard node.opset < 13 else {
            let axis = try Axes.normalised(try node.int("axis") ?? -1, rank: rank, node)
            return axis..<axis + 1
        }
        let stated = try node.int("axis") ?? 1
        // The end is an axis, too: then every element is a row.
        if stated == rank { return rank..<rank }
        return try Axes.normalised(stated, rank: rank, node)..<rank
    }
}

/// Logarithms of ``Softmax``.
enum LogSoftmax: Operator {
    static let name = "LogSoftmax"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try Softmax.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try Softmax.evaluate(node, inputs) { row in
            let greatest = row.max() ?? 0
            let sum = log(row.reduce(0) { $0 + exp($1 - greatest) })
            row = row.map { $0 - greatest - sum }
        }
    }
}

/// 1 at the first greatest element of a row, 0 elsewhere.
enum Hardmax: Operator {
    static let name = "Hardmax"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        try Softmax.infer(node, inputs)
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        try Softmax.evaluate(node, inputs) { row in
            let greatest = row.max()
            let first = row.firstIndex { $0 == greatest }
            row = row.indices.map { $0 == first ? 1 : 0 }
        }
    }
}
