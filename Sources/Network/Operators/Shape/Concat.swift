internal import Graphs
internal import Tensors

/// Joins tensors along `axis`; all other extents are the same.
enum Concat: Operator {
    static let name = "Concat"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let facts = try NodeInputs(node, inputs).uniform()
        guard let rank = facts.compactMap(\.shape?.count).first else {
            return [ValueFact(facts[0].elementType, nil)]
        }
        let axis = try axis(node, rank: rank)
        let shapes = facts.map { $0.shape ?? Dimension.unknowns(rank) }
        return [ValueFact(facts[0].elementType, try joined(shapes, axis: axis, node))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let tensors = try NodeInputs(node, inputs).uniform()
        let axis = try axis(node, rank: tensors[0].shape.count)
        let dimensions = tensors.map { $0.shape.map { Dimension.known($0) } }
        let shape = try joined(dimensions, axis: axis, node).compactMap(\.extent)
        try Extents.count(of: shape, node)
        let joining = Joining(
            parts: tensors.map(\.elements),
            lengths: tensors.map { $0.shape[axis...].reduce(1, *) },
            rows: shape[..<axis].reduce(1, *),
            node: node
        )
        let elements = try tensors[0].elements.accept(joining)
        return [Tensor(elements, shape: shape, as: tensors[0].elementType)]
    }

    private static func axis(_ node: Node, rank: Int) throws(ModelError) -> Int {
        guard let axis = try node.int("axis") ?? (node.opset < 4 ? 1 : nil) else {
            throw node.error(.attribute("axis is missing"))
        }
        return try Axes.normalised(axis, rank: rank, node)
    }

    private static func joined(
        _ shapes: [[Dimension]],
        axis: Int,
        _ node: Node
    ) throws(ModelError) -> [Dimension] {
        var result = shapes[0]
        for shape in shapes.dropFirst() {
            guard shape.count == result.count else {
                throw node.error(.inputs("ranks \(result.count) and \(shape.count) differ"))
            }
            for place in shape.indices where place != axis {
                result[place] = try result[place].unified(with: shape[place], node)
            }
        }
        result[axis] = try Dimension.sum(shapes.map { $0[axis] }, node)
        return result
    }
}

private struct Joining: ElementVisitor {
    let parts: [Elements]
    /// Elements that each part gives to a row.
    let lengths: [Int]
    let rows: Int
    let node: Node

    func visit<Element: TensorElement>(_ values: [Element]) throws(ModelError) -> Elements {
        var sources: [[Element]] = []
        for part in parts { sources.append(try part.values(as: Element.self, node)) }
        var result: [Element] = []
        result.reserveCapacity(sources.reduce(0) { $0 + $1.count })
        // Where there is nothing to join, rows may be many.
        for row in 0..<(sources.allSatisfy(\.isEmpty) ? 0 : rows) {
            for (source, length) in zip(sources, lengths) {
                result.append(contentsOf: source[row * length..<(row + 1) * length])
            }
        }
        return Element.elements(result)
    }
}
