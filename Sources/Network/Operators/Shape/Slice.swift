internal import Graphs
internal import Tensors

/// Takes every `step`-th place from `start` up to `end` along the named axes.
enum Slice: Operator {
    static let name = "Slice"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        guard let shape = input.shape else { return [ValueFact(input.elementType, nil)] }
        if node.opset >= 10, (1...4).contains(where: { inputs.isVariable($0) }) {
            return [ValueFact(input.elementType, try untouched(shape, inputs, node))]
        }
        var result = shape
        for cut in try cuts(node, inputs.constants, rank: shape.count) {
            switch shape[cut.axis] {
            case .known(let extent): result[cut.axis] = .known(cut.places(of: extent).count)
            default: result[cut.axis] = cut.isWhole ? shape[cut.axis] : .unknown
            }
        }
        return [ValueFact(input.elementType, result)]
    }

    /// `shape` where only the axes are known: nothing can be told of their extents.
    private static func untouched(
        _ shape: [Dimension],
        _ inputs: NodeInputs<ValueFact>,
        _ node: Node
    ) throws(ModelError) -> [Dimension] {
        guard let axes = try inputs.constants.integers(3) else {
            return Dimension.unknowns(shape.count)
        }
        var result = shape
        for axis in try Axes.normalised(axes, rank: shape.count, node) { result[axis] = .unknown }
        return result
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        var shape = input.shape
        var strides = Extents.strides(of: shape)
        var offset = 0
        for cut in try cuts(node, inputs, rank: shape.count) {
            let (start, count) = cut.places(of: shape[cut.axis])
            offset += start * strides[cut.axis]
            shape[cut.axis] = count
            // With one place or none the step does not count, and may be out of range.
            strides[cut.axis] = count > 1 ? strides[cut.axis] * cut.step : 1
        }
        let view = StridedView(shape: shape, strides: strides, offset: offset)
        return [try input.seen(through: view)]
    }

    private static func cuts(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        rank: Int
    ) throws(ModelError) -> [Cut] {
        let isInput = node.opset >= 10
        guard let starts = try isInput ? inputs.integers(1) : node.ints("starts"),
            let ends = try isInput ? inputs.integers(2) : node.ints("ends")
        else {
            throw node.error(.inputs("starts or ends are missing"))
        }
        let named = try isInput ? inputs.integers(3) : node.ints("axes")
        let steps =
            try (isInput ? inputs.integers(4) : nil) ?? [Int](repeating: 1, count: starts.count)
        let axes = try Axes.normalised(named ?? Array(starts.indices), rank: rank, node)
        guard starts.count == ends.count, axes.count == starts.count, steps.count == axes.count
        else {
            throw node.error(.inputs("numbers of starts, ends, axes and steps differ"))
        }
        guard !steps.contains(0) else { throw node.error(.inputs("a step is 0")) }
        return axes.indices.map {
            Cut(axis: axes[$0], start: starts[$0], end: ends[$0], step: steps[$0])
        }
    }
}

/// What is taken along one axis.
private struct Cut {
    let axis: Int
    let start: Int
    let end: Int
    let step: Int

    /// Whether it takes all of any extent.
    var isWhole: Bool { start == 0 && end >= Int(Int32.max) && step == 1 }

    /// The first place taken of `extent`, and how many are.
    func places(of extent: Int) -> (start: Int, count: Int) {
        let first = start < 0 ? start + extent : start
        let last = end < 0 ? end + extent : end
        let distance: Int
        let from: Int
        if step > 0 {
            from = min(max(first, 0), extent)
            distance = min(max(last, 0), extent) - from
        } else {
            from = min(max(first, 0), extent - 1)
            distance = from - min(max(last, -1), extent - 1)
        }
        guard distance > 0 else { return (0, 0) }
        return (from, (distance - 1) / Int(clamping: step.magnitude) + 1)
    }
}
