/// For every place of a resized axis the places of the input and their weights.
struct AxisWeights {
    /// Places of the input, as many for each place of the output.
    let places: [Int]
    /// Their weights.
    let weights: [Double]
    /// How many of both belong to one place of the output.
    let count: Int
    /// Places of the output that lie beside the input.
    let outside: [Int]

    /// The weights of `axis`, whose input must not be empty.
    init(_ axis: ResizeAxis, _ form: ResizeForm) {
        var (places, weights, outside): ([Int], [Double], [Int]) = ([], [], [])
        for place in 0..<axis.output {
            let coordinate = axis.coordinate(place, form.coordinates)
            if form.coordinates == .cropAndResize, axis.isOutside(coordinate) {
                outside.append(place)
            }
            let neighbours = Self.neighbours(coordinate, axis, form)
            for (offset, weight) in neighbours.weights.enumerated() {
                places.append(min(max(neighbours.first + offset, 0), axis.input - 1))
                weights.append(weight)
            }
        }
        count = places.count / max(1, axis.output)
        self.places = places
        self.weights = weights
        self.outside = outside
    }

    /// The places around `coordinate` from `first` on, which may lie beside the input.
    private static func neighbours(
        _ coordinate: Float,
        _ axis: ResizeAxis,
        _ form: ResizeForm
    ) -> (first: Int, weights: [Double]) {
        // A coordinate far off, or none, must not leave the range of whole numbers.
        let margin = Float(axis.input) * 4 + 4
        let x = min(max(coordinate.isNaN ? 0 : coordinate, -margin), margin)
        if form.mode == .nearest {
            return (Int(nearest(x, form.rounding, isSmaller: axis.scale < 1)), [1])
        }
        let base = Int(x.rounded(.down))
        let share = Double(x) - Double(base)
        let narrowing = form.isSmoothed ? Double(min(axis.scale, 1)) : 1
        let reach = form.mode == .linear ? 1.0 : 2.0
        let first = Int((-reach / narrowing).rounded(.down)) + 1
        var weights = (first..<2 - first).map { offset in
            let distance = abs(Double(offset) - share) * narrowing
            return form.mode == .linear
                ? max(0, 1 - distance) : spline(distance, form.cubic)
        }
        if form.excludesOutside {
            for index in weights.indices where !(0..<axis.input).contains(base + first + index) {
                weights[index] = 0
            }
        }
        if form.excludesOutside || form.isSmoothed {
            let sum = weights.reduce(0, +)
            if sum != 0 { weights = weights.map { $0 / sum } }
        }
        return (base + first, weights)
    }

    private static func nearest(
        _ x: Float,
        _ rounding: ResizeForm.Rounding,
        isSmaller: Bool
    ) -> Float {
        switch rounding {
        case .preferFloor: (x - 0.5).rounded(.up)
        case .preferCeil: (x + 0.5).rounded(.down)
        case .floor: x.rounded(.down)
        case .ceil: x.rounded(.up)
        case .simple: x.rounded(isSmaller ? .up : .down)
        }
    }

    /// The cubic spline of parameter `a` at `distance`.
    ///
    /// Source: R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
    static func spline(_ distance: Double, _ a: Double) -> Double {
        let x = distance
        if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
    }
}
