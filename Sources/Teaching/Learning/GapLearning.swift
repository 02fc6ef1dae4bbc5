internal import Inspection

/// Learns what every place of a pocket looks like while no product covers it.
struct GapLearning: Sendable {
    /// Fewest blisters that must have left a place uncovered for it to be judged.
    static let uncoveredMin: Float = 8

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
    func model(without fold: Int?, oddness: Float) -> GapModel {
        let kept = (0..<FoldedMean.count).filter { $0 != fold }
        var mean = sums[0]
        var deviation = sums[0]
        for place in counts[0].indices {
            let count = kept.reduce(0) { $0 + counts[$1][place] }
            for plane in 0...channels {
                guard count >= Self.uncoveredMin else {
                    mean[plane][place] = 0
                    deviation[plane][place] = GapModel.unknownDeviation
                    continue
                }
                let middle = kept.reduce(0) { $0 + sums[$1][plane][place] } / count
                let square = kept.reduce(0) { $0 + squares[$1][plane][place] } / count
                let variance = max(0, square - middle * middle) * count / (count - 1)
                let level = middle + Self.middleLevel(plane)
                let drift = plane == 0 ? Scatter.driftShare * max(0, level) : 0
                let floor =
                    plane == channels ? ModelLearning.gapRoughnessFloor : ModelLearning.gapFloor
                mean[plane][place] = level
                deviation[plane][place] =
                    (variance + drift * drift + floor * floor).squareRoot()
            }
        }
        return GapModel(mean: mean, deviation: deviation, oddness: oddness)
    }
}
