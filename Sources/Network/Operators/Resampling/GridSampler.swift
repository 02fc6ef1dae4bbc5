import Graphs

/// Which places of an image a point of a grid mixes.
struct GridSampler {
    private enum Mode {
        case nearest
        case linear
        case cubic
    }

    private enum Padding: String {
        case zeros
        case border
        case reflection
    }

    private static let modes: [String: Mode] = [
        "nearest": .nearest, "linear": .linear, "bilinear": .linear, "cubic": .cubic,
        "bicubic": .cubic,
    ]

    private let mode: Mode
    private let padding: Padding
    private let isCornerAligned: Bool

    /// Reads the attributes of a node.
    init(_ node: Node) throws(ModelError) {
        let mode = try node.string("mode") ?? "linear"
        let padding = try node.string("padding_mode") ?? "zeros"
        guard let mode = Self.modes[mode], let padding = Padding(rawValue: padding) else {
            throw node.error(.attribute("mode is \(mode), padding_mode is \(padding)"))
        }
        self.mode = mode
        self.padding = padding
        isCornerAligned = try node.int("align_corners") ?? 0 != 0
    }

    /// Places in an image of `extents`, in row-major order, and their weights around `position`,
    /// each coordinate from -1 to 1.
    func neighbours(_ position: [Double], _ extents: [Int]) -> [(place: Int, weight: Double)] {
        var result = [(place: 0, weight: 1.0)]
        for (coordinate, extent) in zip(position, extents) {
            let along = neighbours(coordinate, extent)
            result = result.flatMap { start in
                along.map { (start.place * extent + $0.place, start.weight * $0.weight) }
            }
        }
        return result
    }

    private func neighbours(_ share: Double, _ extent: Int) -> [(place: Int, weight: Double)] {
        let length = Double(extent)
        var x =
            isCornerAligned
            ? (share + 1) / 2 * (length - 1) : ((share + 1) * length - 1) / 2
        if mode == .nearest { x.round(.toNearestOrEven) }
        // Far off, where only the padding counts, and off whole numbers where there is none.
        x = x.isNaN ? -4 * length : min(max(x, -1e9), 1e9)
        let (low, high) = isCornerAligned ? (0, length - 1) : (-0.5, length - 0.5)
        // A cubic neighbourhood is brought onto the image place by place.
        if mode != .cubic, x < low || x > high {
            switch padding {
            case .zeros: break
            case .border: x = min(max(x, 0), length - 1)
            case .reflection: x = reflected(x, low, high)
            }
        }
        let base = Int(x.rounded(.down))
        let share = x - Double(base)
        let weights: [Double]
        switch mode {
        case .nearest: return [placed(Int(x), extent, low, high, 1)]
        case .linear: weights = [1 - share, share]
        case .cubic:
            weights = (-1...2).map { AxisWeights.spline(abs(Double($0) - share), -0.75) }
        }
        let first = mode == .linear ? base : base - 1
        return weights.enumerated().map { offset, weight in
            placed(first + offset, extent, low, high, weight)
        }
    }

    /// A neighbour, brought onto the image where it lies beside.
    private func placed(
        _ place: Int,
        _ extent: Int,
        _ low: Double,
        _ high: Double,
        _ weight: Double
    ) -> (place: Int, weight: Double) {
        let inside = min(max(place, 0), extent - 1)
        switch padding {
        case .zeros: return (inside, place == inside ? weight : 0)
        case .border: return (inside, weight)
        case .reflection:
            let reflected = Int(reflected(Double(place), low, high))
            return (min(max(reflected, 0), extent - 1), weight)
        }
    }

    /// `x` mirrored at `low` and `high` until it lies between.
    private func reflected(_ x: Double, _ low: Double, _ high: Double) -> Double {
        let range = high - low
        guard range > 0, x < low || x > high else { return min(max(x, low), high) }
        let distance = x < low ? low - x : x - high
        let turns = (distance / range).rounded(.down)
        let rest = distance - turns * range
        let isFromLow = (x < low) == (turns.truncatingRemainder(dividingBy: 2) == 0)
        return isFromLow ? low + rest : high - rest
    }
}
