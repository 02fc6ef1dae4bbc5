import Graphs
import Tensors

/// Resizes any axes by the nearest places, or linearly or cubically between them.
enum Resize: Operator {
    static let name = "Resize"

    static func infer(_ node: Node, _ inputs: [ValueFact?]) throws(ModelError) -> [ValueFact] {
        let given = try InputFacts(node, inputs, 1...4)
        let image = try given.required(0)
        let form = try ResizeForm(node)
        guard form.mode == .nearest || image.elementType.isNumber else {
            throw node.error(.unsupported("\(image.elementType.rawValue) in mode \(form.mode)"))
        }
        guard let shape = image.shape else { return [try given.output(image.elementType, nil)] }
        let target = try ResizeTarget(given, form, rank: shape.count)
        return [try given.output(image.elementType, target.shape(shape))]
    }

    static func evaluate(_ node: Node, _ inputs: [Tensor?]) throws(ModelError) -> [Tensor] {
        let given = try InputFacts(node, inputs, 1...4)
        let shape = try given.extents(infer(node, InputFacts.facts(inputs))[0])
        let image = try given.tensor(0)
        let form = try ResizeForm(node)
        let target = try ResizeTarget(given, form, rank: image.shape.count)
        let axes = try target.resized(image.shape, to: shape)
        if shape.contains(0) {
            return [Reals.tensor([], shape: shape, as: image.elementType)]
        }
        let weights = axes.map { axis in
            axis.isSame && form.coordinates != .cropAndResize ? nil : AxisWeights(axis, form)
        }
        let isWithin = weights.allSatisfy { $0?.outside.isEmpty ?? true }
        if form.mode == .nearest, isWithin {
            let picking = Picking(
                shape: image.shape,
                places: zip(image.shape, weights).map { $1?.places ?? Array(0..<$0) }
            )
            return [Tensor(try image.elements.accept(picking), shape: shape, as: image.elementType)]
        }
        guard image.elementType.isNumber else {
            throw node.error(.unsupported("extrapolated \(image.elementType.rawValue)"))
        }
        let values = interpolated(Reals.of(image), image.shape, weights, form.extrapolation)
        return [Reals.tensor(values, shape: shape, as: image.elementType)]
    }

    /// Interpolates axis by axis, nil for an axis that stays as it is.
    private static func interpolated(
        _ values: [Double],
        _ shape: [Int],
        _ weights: [AxisWeights?],
        _ extrapolation: Double
    ) -> [Double] {
        var (values, shape) = (values, shape)
        for (axis, weights) in weights.enumerated() {
            guard let weights else { continue }
            let output = weights.places.count / weights.count
            let inner = shape[(axis + 1)...].reduce(1, *)
            let outer = shape[..<axis].reduce(1, *)
            var result = [Double](repeating: 0, count: outer * output * inner)
            for row in 0..<outer * output {
                let (item, place) = row.quotientAndRemainder(dividingBy: output)
                for index in place * weights.count..<(place + 1) * weights.count {
                    let source = (item * shape[axis] + weights.places[index]) * inner
                    let weight = weights.weights[index]
                    for step in 0..<inner {
                        result[row * inner + step] += weight * values[source + step]
                    }
                }
            }
            shape[axis] = output
            values = result
        }
        return outsideFilled(values, shape, weights, extrapolation)
    }

    /// Sets what lies beside the input along any axis.
    private static func outsideFilled(
        _ values: [Double],
        _ shape: [Int],
        _ weights: [AxisWeights?],
        _ extrapolation: Double
    ) -> [Double] {
        var values = values
        for (axis, weights) in weights.enumerated() {
            let inner = shape[(axis + 1)...].reduce(1, *)
            for item in 0..<shape[..<axis].reduce(1, *) {
                for place in weights?.outside ?? [] {
                    let start = (item * shape[axis] + place) * inner
                    for step in start..<start + inner { values[step] = extrapolation }
                }
            }
        }
        return values
    }
}

/// Elements at given places of every axis.
private struct Picking: ElementVisitor {
    /// Extents of the source.
    let shape: [Int]
    /// For every axis the places to pick.
    let places: [[Int]]

    func visit<Element: TensorElement>(_ values: [Element]) -> Elements {
        var starts = [0]
        for (extent, places) in zip(shape, places) {
            starts = starts.flatMap { start in places.map { start * extent + $0 } }
        }
        return Element.elements(starts.map { values[$0] })
    }
}
