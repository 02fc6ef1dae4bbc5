internal import Graphs
internal import Tensors

/// Adds places at both ends of axes, or removes them where the number is negative.
enum Pad: Operator {
    static let name = "Pad"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        _ = try PadMode(node)
        guard let shape = input.shape else { return [ValueFact(input.elementType, nil)] }
        if node.opset >= 11, inputs.isVariable(1) || inputs.isVariable(3) {
            return [ValueFact(input.elementType, Dimension.unknowns(shape.count))]
        }
        let margins = try margins(node, inputs.constants, rank: shape.count)
        var result: [Dimension] = []
        for (extent, margin) in zip(shape, margins) {
            switch extent {
            case .known(let value): result.append(.known(try margin.padded(value, node)))
            default: result.append(margin.isNone ? extent : .unknown)
            }
        }
        return [ValueFact(input.elementType, result)]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let inputs = NodeInputs(node, inputs)
        let input = try inputs.required(0)
        let mode = try PadMode(node)
        let margins = try margins(node, inputs, rank: input.shape.count)
        var shape: [Int] = []
        for (extent, margin) in zip(input.shape, margins) {
            shape.append(try margin.padded(extent, node))
        }
        guard try Extents.count(of: shape, node) > 0 else {
            let empty = StridedView(shape: shape, strides: shape)
            return [try input.seen(through: empty)]
        }
        var sources: [[Int?]] = []
        for (extent, margin) in zip(input.shape, margins) {
            sources.append(try margin.sources(extent, mode, node))
        }
        let padding = Padding(
            shape: input.shape,
            sources: sources,
            filler: try filler(node, inputs, input.elements.storedType),
            node: node
        )
        let elements = try input.elements.accept(padding)
        return [Tensor(rounding: elements, shape: shape, to: input.elementType)]
    }

    private static func margins(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        rank: Int
    ) throws(ModelError) -> [Margin] {
        let stated =
            switch node.opset {
            case ..<2: try node.ints("paddings")
            case ..<11: try node.ints("pads")
            default: try inputs.integers(1)
            }
        guard let pads = stated else { throw node.error(.inputs("pads are missing")) }
        let named = node.opset >= 18 ? try inputs.integers(3) : nil
        let axes = try Axes.normalised(named ?? Array(0..<rank), rank: rank, node)
        guard pads.count == 2 * axes.count else {
            throw node.error(.inputs("\(pads.count) pads for \(axes.count) axes"))
        }
        var margins = [Margin](repeating: Margin(before: 0, after: 0), count: rank)
        for (place, axis) in axes.enumerated() {
            margins[axis] = Margin(before: pads[place], after: pads[place + axes.count])
        }
        return margins
    }

    private static func filler(
        _ node: Node,
        _ inputs: NodeInputs<Tensor>,
        _ type: ElementType
    ) throws(ModelError) -> Elements {
        if node.opset < 11 {
            return try Tensor(scalar: node.float("value") ?? 0).converted(to: type, node).elements
        }
        guard let value = inputs.optional(2), value.count > 0 else {
            guard type != .string else { return .string([""]) }
            return try Tensor(scalar: Float(0)).converted(to: type, node).elements
        }
        return value.elements
    }
}

/// What added places hold.
private enum PadMode: String {
    case constant
    case reflect
    case edge
    case wrap

    init(_ node: Node) throws(ModelError) {
        let word = try node.string("mode") ?? "constant"
        guard let mode = PadMode(rawValue: word) else {
            throw node.error(.attribute("mode \(word)"))
        }
        self = mode
    }
}

/// What is added at the ends of one axis.
private struct Margin {
    let before: Int
    let after: Int

    var isNone: Bool { before == 0 && after == 0 }

    func padded(_ extent: Int, _ node: Node) throws(ModelError) -> Int {
        let range = -Extents.elementLimit...Extents.elementLimit
        guard range.contains(before), range.contains(after) else {
            throw node.error(.tooLarge("pads \(before) and \(after)"))
        }
        guard kept(extent).count >= 0, extent + before + after >= 0 else {
            throw node.error(.inputs("pads \(before) and \(after) of an extent of \(extent)"))
        }
        return extent + before + after
    }

    /// What is left of an extent after negative margins.
    private func kept(_ extent: Int) -> (start: Int, count: Int) {
        (max(0, -before), extent + min(0, before) + min(0, after))
    }

    /// For every place of the result where it comes from, nil for the filler.
    func sources(_ extent: Int, _ mode: PadMode, _ node: Node) throws(ModelError) -> [Int?] {
        let (start, count) = kept(extent)
        guard count > 0 || mode == .constant || max(before, after) <= 0 else {
            throw node.error(.inputs("nothing to continue on an axis without elements"))
        }
        return (0..<extent + before + after).map { place in
            let inner = place - max(0, before)
            guard inner < 0 || inner >= count else { return start + inner }
            return switch mode {
            case .constant: nil
            case .edge: start + min(max(inner, 0), count - 1)
            case .wrap: start + (inner % count + count) % count
            case .reflect: start + reflected(inner, count)
            }
        }
    }

    private func reflected(_ place: Int, _ count: Int) -> Int {
        guard count > 1 else { return 0 }
        let period = 2 * (count - 1)
        let inner = (place % period + period) % period
        return min(inner, period - inner)
    }
}

private struct Padding: ElementVisitor {
    let shape: [Int]
    /// Along each axis where a place comes from, nil for the filler.
    let sources: [[Int?]]
    let filler: Elements
    let node: Node

    func visit<Element: TensorElement>(_ values: [Element]) throws(ModelError) -> Elements {
        guard let filler = try filler.values(as: Element.self, node).first else {
            throw node.error(.inputs("the constant value is missing"))
        }
        let strides = Extents.strides(of: shape)
        // For every place of the outer axes, where its row starts; nil where all is filler.
        var rows: [Int?] = [0]
        for (axis, own) in sources.enumerated().dropLast() {
            rows = rows.flatMap { row in
                own.map { place in
                    guard let row, let place else { return nil }
                    return row + place * strides[axis]
                }
            }
        }
        let last = sources.last ?? [0]
        var result: [Element] = []
        result.reserveCapacity(rows.count * last.count)
        for row in rows {
            for place in last {
                if let row, let place {
                    result.append(values[row + place])
                } else {
                    result.append(filler)
                }
            }
        }
        return Element.elements(result)
    }
}
