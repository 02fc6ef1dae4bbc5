internal import Graphs
internal import Tensors

/// Split and Slice of floats along one axis: the same memory where a part lies in one piece, else
/// copied rows.
enum RangeLowering: Lowering {
    /// A part of a value along one axis.
    private struct Piece {
        var name: String
        var start: Int
        var count: Int
    }

    static func lower(
        _ operation: Operation,
        to builder: inout PlanBuilder
    ) throws(ModelError) -> LoweredKernel? {
        let node = operation.node
        guard let shape = builder.floatShape(node.inputs[0]), !shape.isEmpty,
            builder.rewriting.floats(node.inputs[0]) == nil,
            let (axis, pieces) = try node.operation == "Split"
                ? parts(node, shape, builder) : range(node, shape, builder)
        else { return nil }
        if let whole = pieces.first, pieces.count == 1, whole.count == shape[axis] {
            return nil
        }
        let isBlocked =
            axis == 1 && builder.isBlocked(node.inputs[0])
            && pieces.allSatisfy { $0.start % 16 == 0 && $0.count % 16 == 0 }
        let from =
            isBlocked
            ? try builder.blocked(node.inputs[0]) : try builder.planar(node.inputs[0])
        let rows = shape[..<axis].reduce(1, *)
        // Whole blocks of a picture lie as its channels do.
        let row = shape[(axis + 1)...].reduce(1, *)
        let stride =
            isBlocked ? (shape[1] + 15) / 16 * 16 * row : shape[axis] * row
        for piece in pieces where !piece.name.isEmpty {
            let count = piece.count * row
            var view = BufferView(
                buffer: from.buffer,
                offset: from.offset + piece.start * row,
                imageStride: count
            )
            if rows > 1 {
                let source = view
                view = builder.view(batch: rows, of: count)
                builder.copy(
                    CopyStep(
                        from: source,
                        fromStride: stride,
                        to: view,
                        toStride: count,
                        rows: rows,
                        count: count
                    )
                )
            }
            builder.make(piece.name, isBlocked, view)
        }
        return LoweredKernel(name: rows > 1 ? "copy" : "same memory")
    }

    private static func parts(
        _ node: Node,
        _ shape: [Int],
        _ builder: PlanBuilder
    ) throws(ModelError) -> (Int, [Piece])? {
        let given = try node.int("axis") ?? 0
        let axis = given < 0 ? given + shape.count : given
        guard shape.indices.contains(axis) else { return nil }
        var pieces: [Piece] = []
        var start = 0
        for name in node.outputs {
            guard !name.isEmpty, let part = builder.floatShape(name), part.count == shape.count
            else { return nil }
            pieces.append(Piece(name: name, start: start, count: part[axis]))
            start += part[axis]
        }
        return start == shape[axis] ? (axis, pieces) : nil
    }

    private static func range(
        _ node: Node,
        _ shape: [Int],
        _ builder: PlanBuilder
    ) throws(ModelError) -> (Int, [Piece])? {
        func numbers(_ name: String, _ place: Int) throws(ModelError) -> [Int]? {
            if node.opset < 10 { return try node.ints(name) }
            guard place < node.inputs.count, !node.inputs[place].isEmpty else { return nil }
            return builder.rewriting.facts[node.inputs[place]]?.constant?.integers
        }
        let hasSteps = node.inputs.count > 4 && !node.inputs[4].isEmpty
        let hasAxes = node.inputs.count > 3 && !node.inputs[3].isEmpty
        let steps = hasSteps ? try numbers("steps", 4) : []
        guard let starts = try numbers("starts", 1), steps?.allSatisfy({ $0 == 1 }) == true,
            let made = builder.floatShape(node.outputs[0]), made.count == shape.count
        else { return nil }
        let given = try numbers("axes", 3)
        guard given != nil || !hasAxes || node.opset < 10 else { return nil }
        let axes = (given ?? Array(starts.indices)).map { $0 < 0 ? $0 + shape.count : $0 }
        let cut = shape.indices.filter { shape[$0] != made[$0] }
        guard cut.count == 1, axes.count == starts.count,
            let place = axes.firstIndex(of: cut[0])
        else { return nil }
        let extent = shape[cut[0]]
        let start = starts[place] < 0 ? starts[place] &+ extent : starts[place]
        let first = min(max(start, 0), extent)
        guard first + made[cut[0]] <= extent else { return nil }
        return (cut[0], [Piece(name: node.outputs[0], start: first, count: made[cut[0]])])
    }
}
