internal import Inspection

/// Mean and scatter of equal planes, with every fold of the samples also left out in turn.
///
/// Limits must come from samples that the mean they are compared with has not seen.
struct FoldedMean: Sendable {
    /// Folds; sample `i` belongs to fold `i % count`.
    static let count = 5

    private var sums: [[[Double]]]
    private var counts: [Double]

    init(planes: Int, places: Int) {
        sums = Array(
            repeating: Array(repeating: Array(repeating: 0, count: places), count: planes),
            count: Self.count
        )
        counts = Array(repeating: 0, count: Self.count)
    }

    mutating func add(_ planes: [[Float]], fold: Int) {
        counts[fold] += 1
        for plane in planes.indices {
            for place in planes[plane].indices {
                sums[fold][plane][place] += Double(planes[plane][place])
            }
        }
    }

    /// Samples that were added.
    var total: Double { counts.reduce(0, +) }

    /// The mean without `fold` (nil: of everything), drawn towards `prior` by `weight` samples.
    func mean(without fold: Int?, prior: [[Float]]?, weight: Double) -> [[Float]] {
        let kept = (0..<Self.count).filter { $0 != fold }
        let count = kept.reduce(0) { $0 + counts[$1] }
        return sums[0].indices.map { plane in
            sums[0][plane].indices.map { place in
                let sum = kept.reduce(0) { $0 + sums[$1][plane][place] }
                guard let prior else { return Float(sum / max(1, count)) }
                return Float((sum + weight * Double(prior[plane][place])) / (count + weight))
            }
        }
    }
}

/// Root mean square of residuals per place.
struct Scatter: Sendable {
    private var squares: [[Float]]
    private var count: Float = 0

    init(planes: Int, places: Int) {
        squares = Array(repeating: Array(repeating: 0, count: places), count: planes)
    }

    mutating func add(_ planes: [[Float]], around mean: [[Float]]) {
        count += 1
        for plane in planes.indices {
            for place in planes[plane].indices {
                let difference = planes[plane][place] - mean[plane][place]
                squares[plane][place] += difference * difference
            }
        }
    }

    mutating func add(_ other: Scatter) {
        count += other.count
        for plane in squares.indices {
            for place in squares[plane].indices {
                squares[plane][place] += other.squares[plane][place]
            }
        }
    }

    /// Share of a place's brightness by which light may come to differ after teaching.
    static let driftShare: Float = 0.012

    /// Deviations, evened out over neighbours, not below `floors` (one per plane), with an
    /// allowance for light that drifts after teaching in proportion to `brightness`.
    func deviations(width: Int, floors: [Float], brightness: [Float]) -> [[Float]] {
        squares.indices.map { plane in
            let variance = squares[plane].map { $0 / max(1, count) }
            let evened = BoxScatter.evened(variance, width: width)
            let isBrightness = floors[plane] == ModelLearning.brightnessFloor
            return evened.indices.map { place in
                let drift = isBrightness ? Self.driftShare * max(0, brightness[place]) : 0
                return max(floors[plane] * floors[plane], evened[place] + drift * drift)
                    .squareRoot()
            }
        }
    }
}
