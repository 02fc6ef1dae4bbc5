internal import Graphs
internal import Tensors

/// How operators of two inputs are aligned before opset 7: the second input's axes begin at the
/// attribute `axis` of the first one's.
enum LegacyAlignment {
    /// `second` with axes of extent 1 behind its own, where the node asks for it.
    static func aligned<Extent>(
        _ second: [Extent],
        to rank: Int,
        one: Extent,
        _ node: Node
    ) throws(ModelError) -> [Extent] {
        guard node.opset < 7, try node.int("broadcast") ?? 0 != 0, let axis = try node.int("axis")
        else {
            return second
        }
        let start = try Axes.normalised(axis, rank: rank, node)
        guard start + second.count <= rank else {
            throw node.error(.inputs("axis \(axis) leaves too few axes for the second input"))
        }
        return second + [Extent](repeating: one, count: rank - start - second.count)
    }

    /// The facts with the second aligned.
    static func aligned(
        _ first: ValueFact,
        _ second: ValueFact,
        _ node: Node
    ) throws(ModelError) -> [Dimension]? {
        guard let firstShape = first.shape, let secondShape = second.shape else { return nil }
        let shape = try aligned(secondShape, to: firstShape.count, one: .known(1), node)
        return try Broadcast.shape(of: [firstShape, shape], node)
    }

    /// How the tensors are stretched with the second aligned.
    static func broadcast(
        _ first: Tensor,
        _ second: Tensor,
        _ node: Node
    ) throws(ModelError) -> Broadcast {
        let shape = try aligned(second.shape, to: first.shape.count, one: 1, node)
        return try Broadcast([first.shape, shape], node)
    }
}
