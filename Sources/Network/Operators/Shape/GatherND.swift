internal import Graphs
internal import Tensors

/// Takes elements or slices by tuples of indices, in every batch of the first `batch_dims` axes.
enum GatherND: Operator {
    static let name = "GatherND"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let indices = try inputs.required(1, { $0 == .int64 || $0 == .int32 })
        guard let shape = input.shape, let places = indices.shape,
            case .known(let depth)? = places.last
        else {
            return [ValueFact(input.elementType, nil)]
        }
        let batchAxes = try batchAxes(node)
        guard batchAxes < places.count, depth <= shape.count - batchAxes else {
            throw node.error(.inputs("indices \(places) into \(shape)"))
        }
        return [ValueFact(input.elementType, places.dropLast() + shape[(batchAxes + depth)...])]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let places = try inputs.required(1).shape
        let batchAxes = try batchAxes(node)
        guard batchAxes < places.count, batchAxes <= input.shape.count,
            places[..<batchAxes] == input.shape[..<batchAxes]
        else {
            throw node.error(.inputs("indices \(places) into \(input.shape)"))
        }
        let tuples = try IndexTuples(
            Indices.read(inputs, node),
            depth: places[places.count - 1],
            into: Array(input.shape[batchAxes...]),
            node
        )
        let shape = places.dropLast() + input.shape[(batchAxes + tuples.depth)...]
        try Extents.count(of: Array(shape), node)
        let batchLength = input.shape[batchAxes...].reduce(1, *)
        let tuplesPerBatch = places[batchAxes...].dropLast().reduce(1, *)
        let count = places.dropLast().reduce(1, *)
        var starts: [Int] = []
        // Slices without elements may be many.
        for place in 0..<(tuples.length == 0 ? 0 : count) {
            let batch = place / tuplesPerBatch
            starts.append(batch * batchLength + (try tuples.offset(of: place)))
        }
        let runs = Runs(starts: starts, length: tuples.length)
        let elements = try input.elements.accept(runs)
        return [Tensor(elements, shape: Array(shape), as: input.elementType)]
    }

    private static func batchAxes(_ node: Node) throws(ModelError) -> Int {
        let count = try node.int("batch_dims") ?? 0
        guard count >= 0 else { throw node.error(.attribute("batch_dims must not be negative")) }
        return count
    }
}

/// Tuples of indices, each leading to an element or a slice.
struct IndexTuples {
    /// Indices of a tuple.
    let depth: Int
    /// Elements of the slice that a tuple leads to.
    let length: Int
    private let indices: [Int]
    private let shape: [Int]
    private let strides: [Int]
    private let node: Node

    /// Throws when tuples have more indices than `shape` has axes.
    init(_ indices: [Int], depth: Int, into shape: [Int], _ node: Node) throws(ModelError) {
        guard depth <= shape.count else {
            throw node.error(.inputs("tuples of \(depth) into rank \(shape.count)"))
        }
        self.indices = indices
        self.depth = depth
        self.shape = shape
        self.node = node
        strides = Extents.strides(of: shape)
        length = shape[depth...].reduce(1, *)
    }

    /// Where the slice of tuple `place` starts; throws when an index is out of range.
    func offset(of place: Int) throws(ModelError) -> Int {
        var offset = 0
        for axis in 0..<depth {
            let index = indices[place * depth + axis]
            offset += try Indices.normalised(index, of: shape[axis], node) * strides[axis]
        }
        return offset
    }
}
