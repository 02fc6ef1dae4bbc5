internal import Graphs
internal import Tensors

/// The greatest or least elements along an axis in order, and their places; of equal ones those
/// in front.
enum TopK: Operator {
    static let name = "TopK"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isNumber)
        guard var shape = input.shape else {
            return [ValueFact(input.elementType, nil), ValueFact(.int64, nil)]
        }
        let axis = try Axes.normalised(node.int("axis") ?? -1, rank: shape.count, node)
        if node.opset >= 10, inputs.isVariable(1) {
            shape[axis] = .unknown
        } else {
            let most = shape[axis].extent ?? Extents.elementLimit
            shape[axis] = .known(try count(node, inputs.constants, atMost: most))
        }
        return [ValueFact(input.elementType, shape), ValueFact(.int64, shape)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0, \.isNumber)
        let axis = try Axes.normalised(node.int("axis") ?? -1, rank: input.shape.count, node)
        let extent = input.shape[axis]
        let count = try count(node, inputs, atMost: extent)
        let stride = Extents.strides(of: input.shape)[axis]
        let ranking = Ranking(
            count: count,
            extent: extent,
            stride: stride,
            isLargest: try node.int("largest") ?? 1 != 0
        )
        var shape = input.shape
        shape[axis] = count
        // In the order of the result.
        let starts = try input.elements.acceptNumbers(ranking, node)
        let places = starts.map { Int64($0 / stride % extent) }
        let values = try input.elements.accept(Runs(starts: starts, length: 1))
        return [
            Tensor(values, shape: shape, as: input.elementType), Tensor(places, shape: shape),
        ]
    }

    private static func count(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        atMost extent: Int
    ) throws(ModelError) -> Int {
        let count = try node.opset < 10 ? node.int("k") : inputs.integer(1)
        guard let count, count >= 0, count <= extent else {
            throw node.error(.inputs("\(count.map(String.init) ?? "no k") of \(extent) elements"))
        }
        return count
    }
}

/// Offsets of the elements that come first in every line along an axis.
private struct Ranking: NumberVisitor {
    let count: Int
    let extent: Int
    let stride: Int
    let isLargest: Bool

    func visit<Number: TensorNumber>(_ values: [Number]) -> [Int] {
        guard extent > 0, !values.isEmpty else { return [] }
        let outer = values.count / (extent * stride)
        var result = [Int](repeating: 0, count: outer * count * stride)
        for line in 0..<outer * stride {
            let (block, inner) = (line / stride, line % stride)
            let start = block * extent * stride + inner
            let places = (0..<extent).map { start + $0 * stride }
            let sorted = places.sorted { isBefore(values[$0], values[$1]) ?? ($0 < $1) }
            for rank in 0..<count {
                result[(block * count + rank) * stride + inner] = sorted[rank]
            }
        }
        return result
    }

    /// Whether `first` comes before `second`, nil where they are equal; what is not a number
    /// counts as greater than all.
    private func isBefore<Number: TensorNumber>(_ first: Number, _ second: Number) -> Bool? {
        if first.isNumber, second.isNumber {
            return first == second ? nil : (first > second) == isLargest
        }
        return first.isNumber == second.isNumber ? nil : second.isNumber == isLargest
    }
}
