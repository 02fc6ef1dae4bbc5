import Graphs
import Tensors

/// Which axes are resized, and how far.
struct ResizeTarget {
    /// What the node states of every resized axis.
    enum Stated {
        case scales([Float])
        case sizes([Int])
        case unknown
    }

    private let node: Node
    private let axes: [Int]
    private let extents: Stated
    private let regions: [Float]?
    private let form: ResizeForm

    /// Reads what is known about the target of a tensor of `rank`.
    init(_ given: InputFacts, _ form: ResizeForm, rank: Int) throws(ModelError) {
        node = given.node
        self.form = form
        axes = try Axes.normalised(try node.ints("axes") ?? Array(0..<rank), rank: rank, node)
        extents = try Self.extents(given, count: axes.count)
        guard form.coordinates == .cropAndResize else {
            regions = nil
            return
        }
        let region = try given.required(1, InputFacts.floats)
        regions = region.constant.map { Reals.of($0).map { Float($0) } }
        guard regions?.count ?? 2 * axes.count == 2 * axes.count else {
            throw node.error(.inputs("roi is of shape \(region.shape ?? [])"))
        }
    }

    private static func extents(
        _ given: InputFacts,
        count: Int
    ) throws(ModelError) -> Stated {
        let node = given.node
        if node.operation == "Upsample", node.opset < 9 {
            return .scales(try checked(attributeScales(node), count: count, node))
        }
        let isOld = node.operation == "Upsample" || node.opset < 11
        let input = isOld ? try given.required(1, [.float32]) : try given.optional(2, [.float32])
        guard let stated = input else { return try sizes(given, count: count) }
        guard let scales = stated.constant else {
            let isEmpty = stated.shape.map { $0 == [.known(0)] } ?? false
            return isEmpty ? try sizes(given, count: count) : .unknown
        }
        if scales.count == 0, !isOld { return try sizes(given, count: count) }
        let sizes = isOld ? nil : try given.optional(3)?.shape
        guard sizes ?? [.known(0)] == [.known(0)] else {
            throw node.error(.inputs("scales and sizes are given"))
        }
        return .scales(try checked(Reals.of(scales).map { Float($0) }, count: count, node))
    }

    private static func attributeScales(_ node: Node) throws(ModelError) -> [Float] {
        if let scales = try node.floats("scales") { return scales }
        return [1, 1, try node.float("height_scale") ?? 0, try node.float("width_scale") ?? 0]
    }

    private static func checked(
        _ scales: [Float],
        count: Int,
        _ node: Node
    ) throws(ModelError) -> [Float] {
        let scaleMax = Float(WindowForm.attributeMax)
        guard scales.count == count, scales.allSatisfy({ $0 > 0 && $0 <= scaleMax }) else {
            throw node.error(.inputs("scales are \(scales)"))
        }
        return scales
    }

    private static func sizes(
        _ given: InputFacts,
        count: Int
    ) throws(ModelError) -> Stated {
        guard given.node.opset >= 11 else { return .unknown }
        guard let sizes = try given.required(3, [.int64]).constant else { return .unknown }
        guard let sizes = sizes.integers, sizes.count == count,
            sizes.allSatisfy({ (0...Extents.elementLimit).contains($0) })
        else {
            throw given.node.error(.inputs("sizes do not fit \(count) axes"))
        }
        return .sizes(sizes)
    }

    /// Shape of the output over a tensor of `shape`.
    func shape(_ shape: [Dimension]) throws(ModelError) -> [Dimension] {
        let shares = try commonScale(shape)
        var output = shape
        for (index, axis) in axes.enumerated() {
            switch extents {
            case .unknown: output[axis] = .unknown
            case .sizes(let sizes) where form.policy == .stretch:
                output[axis] = .known(sizes[index])
            case .sizes:
                output[axis] = .unknown
                if let shares, let extent = shape[axis].extent {
                    output[axis] = .known(Int(shares * Float(extent) + 0.5))
                }
            case .scales(let scales) where scales[index] == 1: continue
            case .scales(let scales):
                let extent = shape[axis].extent
                output[axis] = extent.map { .known(Int(Float($0) * scales[index])) } ?? .unknown
            }
        }
        return output
    }

    /// The scale of all axes where their proportions are kept and all extents are known.
    private func commonScale(_ shape: [Dimension]) throws(ModelError) -> Float? {
        guard case .sizes(let sizes) = extents, form.policy != .stretch else { return nil }
        var scales: [Float] = []
        for (axis, size) in zip(axes, sizes) {
            guard let extent = shape[axis].extent else { return nil }
            guard extent > 0 else { throw node.error(.inputs("an empty tensor is resized")) }
            scales.append(Float(size) / Float(extent))
        }
        return form.policy == .notLarger ? scales.min() : scales.max()
    }

    /// Every axis of a whole tensor of `shape`.
    func resized(_ shape: [Int], to output: [Int]) throws(ModelError) -> [ResizeAxis] {
        let common = try commonScale(shape.map { .known($0) })
        var result = shape.map { ResizeAxis(input: $0, scale: 1, region: (0, 1)) }
        for (index, axis) in axes.enumerated() {
            let region = regions.map { ($0[index], $0[index + axes.count]) } ?? (0, 1)
            guard shape[axis] > 0 || output[axis] == 0 else {
                throw node.error(.inputs("an empty tensor is resized"))
            }
            if case .scales(let scales) = extents {
                result[axis] = ResizeAxis(
                    input: shape[axis],
                    scale: scales[index],
                    region: region
                )
            } else {
                result[axis] = ResizeAxis(
                    input: shape[axis],
                    output: output[axis],
                    scale: common ?? Float(output[axis]) / Float(max(1, shape[axis])),
                    region: region
                )
            }
        }
        return result
    }
}
