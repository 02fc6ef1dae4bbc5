internal import Inspection

/// Learns what every place of a pocket looks like while no product covers it.
struct GapLearning: Sendable {
    /// Fewest blisters that must have left a place uncovered for it to be judged.
    static let uncoveredMin: Float = 6
    /// Samples' worth of its band's scatter that a place's own is drawn towards.
    static let bandFreedom: Float = 8
    /// Width of a band of places equally far from the pocket's wall, in millimetres.
    static let bandMillimetres: Float = 0.2

    private let window: PocketWindow
    private let channels: Int
    /// Per fold and plane: sums and sums of squares; per fold: counts.
    private var sums: [[[Float]]]
    private var squares: [[[Float]]]
    private var counts: [[Float]]

    init(window: PocketWindow, channels: Int) {
        self.window = window
        self.channels = channels
        let zero = [Float](repeating: 0, count: window.distance.count)
        counts = Array(repeating: zero, count: FoldedMean.count)
        sums = Array(
            repeating: Array(repeating: zero, count: channels + 1),
            count: FoldedMean.count
        )
        squares = sums
    }

    private static func middleLevel(_ plane: Int) -> Float { plane == 0 ? 128 : 0 }

    /// Adds one blister's window; `near` marks the product and its edge.
    mutating func add(_ planes: [[Float]], near: [UInt8], fold: Int) {
        for place in near.indices where near[place] == 0 {
            counts[fold][place] += 1
            for plane in 0...channels {
                // Sums around a middle level keep single precision exact enough.
                let value = planes[plane][place] - Self.middleLevel(plane)
                sums[fold][plane][place] += value
                squares[fold][plane][place] += value * value
            }
        }
    }

    /// The model from all folds but `fold` (nil: from all).
    ///
    /// A place seen uncovered a few times has a scatter hardly known; it is drawn towards the
    /// scatter of all places as far from the pocket's wall.
    func model(without fold: Int?, oddness: Float) -> GapModel {
        let kept = (0..<FoldedMean.count).filter { $0 != fold }
        let unknown = [Float](repeating: GapModel.unknownDeviation, count: counts[0].count)
        var mean = sums[0].map { $0.map { _ in Float(0) } }
        var deviation = sums[0].map { _ in unknown }
        let seen = counts[0].indices.map { place in kept.reduce(0) { $0 + counts[$1][place] } }
        let known = seen.indices.filter { seen[$0] >= Self.uncoveredMin }
        for plane in 0...channels {
            var variance = [Float](repeating: 0, count: seen.count)
            var bands: [Int: (squares: Float, freedom: Float)] = [:]
            for place in known {
                let middle = kept.reduce(0) { $0 + sums[$1][plane][place] } / seen[place]
                let square = kept.reduce(0) { $0 + squares[$1][plane][place] } / seen[place]
                mean[plane][place] = middle + Self.middleLevel(plane)
                variance[place] = max(0, square - middle * middle) * seen[place]
                var band = bands[band(of: place)] ?? (0, 0)
                band.squares += variance[place]
                band.freedom += seen[place] - 1
                bands[self.band(of: place)] = band
            }
            let floor = plane == channels ? ModelLearning.gapRoughnessFloor : ModelLearning.gapFloor
            for place in known {
                let around = bands[band(of: place)].map { $0.squares / $0.freedom } ?? 0
                let freedom = seen[place] - 1 + Self.bandFreedom
                let drawn = (variance[place] + Self.bandFreedom * around) / freedom
                let drift = plane == 0 ? Scatter.driftShare * max(0, mean[plane][place]) : 0
                deviation[plane][place] =
                    (drawn * (1 + 1 / seen[place]) + drift * drift + floor * floor).squareRoot()
            }
        }
        return GapModel(mean: mean, deviation: deviation, oddness: oddness)
    }

    /// Number of the band of places equally far from the pocket's wall.
    private func band(of place: Int) -> Int {
        Int((window.distance[place] / Self.bandMillimetres).rounded(.down))
    }
}
