internal import Imaging
internal import Inspection

/// Learns what every place of a pocket looks like while no product covers it.
///
/// Places count where they are well off the product: its edge and blur would widen the scatter so
/// that a fragment passes. Only places that are hardly ever so far off count nearer ones as well.
struct GapLearning: Sendable {
    /// Fewest blisters that must have left a place uncovered for it to be judged.
    static let uncoveredMin: Float = 6
    /// Samples' worth of its band's scatter that a place's own is drawn towards.
    static let bandFreedom: Float = 8
    /// Width of a band of places equally far from the pocket's wall, in millimetres.
    static let bandMillimetres: Float = 0.2
    /// Places around a silhouette that never count.
    private static let edgePlaces = 2

    private let window: PocketWindow
    private let channels: Int
    private var clear: Tally
    private var beside: Tally

    init(window: PocketWindow, channels: Int) {
        self.window = window
        self.channels = channels
        clear = Tally(places: window.distance.count, planes: channels + 1)
        beside = clear
    }

    /// Adds one blister's window with its product.
    mutating func add(_ planes: [[Float]], product: RegionMask, fold: Int) {
        let edge = product.dilated(times: Self.edgePlaces)
        let halo = edge.dilated(times: GapModel.haloPlaces - Self.edgePlaces)
        beside.add(planes, except: edge.cells, fold: fold)
        clear.add(planes, except: halo.cells, fold: fold)
    }

    /// The model from all folds but `fold` (nil: from all).
    ///
    /// A place seen uncovered a few times has a scatter hardly known; it is drawn towards the
    /// scatter of all places as far from the pocket's wall.
    func model(without fold: Int?, oddness: Float) -> GapModel {
        let kept = (0..<FoldedMean.count).filter { $0 != fold }
        let clear = clear.summary(kept)
        let beside = beside.summary(kept)
        let places = window.distance.indices
        var mean = [[Float]](
            repeating: Array(repeating: 0, count: places.count),
            count: channels + 1
        )
        var deviation = mean.map { $0.map { _ in GapModel.unknownDeviation } }
        for plane in 0...channels {
            let bands = clear.bands(plane) { band(of: $0) }
            let besideBands = beside.bands(plane) { band(of: $0) }
            let floor = plane == channels ? ModelLearning.gapRoughnessFloor : ModelLearning.gapFloor
            for place in places {
                let isClear = clear.counts[place] >= Self.uncoveredMin
                let summary = isClear ? clear : beside
                let count = summary.counts[place]
                guard count >= Self.uncoveredMin else { continue }
                mean[plane][place] = summary.means[plane][place]
                let around = (isClear ? bands : besideBands)[band(of: place)] ?? 0
                let drawn =
                    (summary.squares[plane][place] + Self.bandFreedom * around)
                    / (count - 1 + Self.bandFreedom)
                let drift = plane == 0 ? Scatter.driftShare * max(0, mean[plane][place]) : 0
                deviation[plane][place] =
                    (drawn * (1 + 1 / count) + drift * drift + floor * floor).squareRoot()
            }
        }
        return GapModel(mean: mean, deviation: deviation, oddness: oddness)
    }

    /// Number of the band of places equally far from the pocket's wall.
    private func band(of place: Int) -> Int {
        Int((window.distance[place] / Self.bandMillimetres).rounded(.down))
    }
}

extension GapLearning {
    /// Sums over the blisters, by fold.
    fileprivate struct Tally: Sendable {
        /// Per fold and plane: sums and sums of squares; per fold: counts.
        private var sums: [[[Float]]]
        private var squares: [[[Float]]]
        private var counts: [[Float]]

        init(places: Int, planes: Int) {
            let zero = [Float](repeating: 0, count: places)
            counts = Array(repeating: zero, count: FoldedMean.count)
            sums = Array(
                repeating: Array(repeating: zero, count: planes),
                count: FoldedMean.count
            )
            squares = sums
        }

        /// Sums around a middle level keep single precision exact enough.
        private static func middleLevel(_ plane: Int) -> Float { plane == 0 ? 128 : 0 }

        mutating func add(_ planes: [[Float]], except covered: [UInt8], fold: Int) {
            for place in covered.indices where covered[place] == 0 {
                counts[fold][place] += 1
                for plane in sums[fold].indices {
                    let value = planes[plane][place] - Self.middleLevel(plane)
                    sums[fold][plane][place] += value
                    squares[fold][plane][place] += value * value
                }
            }
        }

        /// Count, mean and squared deviations per place over the folds `kept`.
        func summary(_ kept: [Int]) -> Summary {
            let counts = self.counts[0].indices.map { place in
                kept.reduce(0) { $0 + self.counts[$1][place] }
            }
            var means = sums[0]
            var scatter = sums[0]
            for plane in means.indices {
                for place in counts.indices {
                    let count = max(1, counts[place])
                    let middle = kept.reduce(0) { $0 + sums[$1][plane][place] } / count
                    let square = kept.reduce(0) { $0 + squares[$1][plane][place] } / count
                    means[plane][place] = middle + Self.middleLevel(plane)
                    scatter[plane][place] = max(0, square - middle * middle) * counts[place]
                }
            }
            return Summary(counts: counts, means: means, squares: scatter)
        }
    }

    fileprivate struct Summary {
        var counts: [Float]
        var means: [[Float]]
        /// Sums of squared deviations from the mean.
        var squares: [[Float]]

        /// Variance of `plane` pooled over the places of each band.
        func bands(_ plane: Int, _ band: (Int) -> Int) -> [Int: Float] {
            var totals: [Int: (squares: Float, freedom: Float)] = [:]
            for place in counts.indices where counts[place] >= GapLearning.uncoveredMin {
                let own = squares[plane][place]
                totals[band(place), default: (0, 0)].squares += own
                totals[band(place), default: (0, 0)].freedom += counts[place] - 1
            }
            return totals.mapValues { $0.squares / $0.freedom }
        }
    }
}
