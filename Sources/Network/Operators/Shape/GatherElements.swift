internal import Graphs
internal import Tensors

/// Takes one element for every index, which replaces its own place along `axis`.
enum GatherElements: Operator {
    static let name = "GatherElements"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let indices = try inputs.required(1, { $0 == .int32 || $0 == .int64 })
        return [ValueFact(try inputs.required(0).elementType, indices.shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let shape = try inputs.required(1).shape
        let places = try ElementPlaces.find(
            indices: Indices.read(inputs, node),
            shape: shape,
            in: input.shape,
            axis: node.int("axis") ?? 0,
            node
        )
        let elements = try input.elements.accept(Runs(starts: places, length: 1))
        return [Tensor(elements, shape: shape, as: input.elementType)]
    }
}

/// Where indices lead that replace their own place along an axis.
enum ElementPlaces {
    /// Offsets into a tensor of shape `target`, one for each of `indices`.
    static func find(
        indices: [Int],
        shape: [Int],
        in target: [Int],
        axis: Int,
        _ node: Node
    ) throws(ModelError) -> [Int] {
        let axis = try Axes.normalised(axis, rank: target.count, node)
        let fits =
            shape.count == target.count
            && shape.indices.allSatisfy { $0 == axis || shape[$0] <= target[$0] }
        guard fits else { throw node.error(.inputs("indices \(shape) into \(target)")) }
        guard !indices.isEmpty else { return [] }
        var strides = Extents.strides(of: target)
        let step = strides[axis]
        strides[axis] = 0
        var walk = StridedWalk(shape: shape, strides: [strides])
        var places: [Int] = []
        places.reserveCapacity(indices.count)
        for index in indices {
            let place = try Indices.normalised(index, of: target[axis], node)
            places.append(walk.offsets[0] + place * step)
            _ = walk.advance()
        }
        return places
    }
}
