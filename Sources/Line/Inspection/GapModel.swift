/// What the pocket and its rim look like where no product covers them, place by place.
///
/// Thread-safe as a value.
public struct GapModel: Sendable, Equatable {
    /// Deviation of places that were hardly ever uncovered: nothing is odd there.
    public static let unknownDeviation: Float = 1e6

    /// Places around a silhouette whose looks the product's edge and blur still change.
    package static let haloPlaces = 4

    /// Mean brightness, colour and fine roughness of the uncovered place, row-major in the pocket's window.
    public var mean: [[Float]]
    /// Its standard deviation between good blisters, or ``unknownDeviation``.
    public var deviation: [[Float]]
    /// Deviations from which on an uncovered place counts as odd.
    public var oddness: Float

    /// Makes a model.
    public init(mean: [[Float]], deviation: [[Float]], oddness: Float) {
        self.mean = mean
        self.deviation = deviation
        self.oddness = oddness
    }

    /// Largest deviation of brightness, colour or fine roughness at `place`, in standard deviations.
    @inline(__always)
    package func strangeness(_ planes: [[Float]], place: Int) -> Float {
        var worst: Float = 0
        for plane in mean.indices {
            let difference = planes[plane][place] - mean[plane][place]
            worst = max(worst, abs(difference) / deviation[plane][place])
        }
        return worst
    }

    /// Mean and spread of brightness, colour and fine roughness over the places inside the pocket that are known;
    /// nil when there are too few.
    func typical(_ window: PocketWindow) -> [(mean: Float, spread: Float)]? {
        let known = window.distance.indices.filter {
            window.distance[$0] < -0.2 && deviation[0][$0] < Self.unknownDeviation
        }
        guard known.count >= 20 else { return nil }
        return mean.map { plane in
            let middle = known.reduce(0) { $0 + plane[$1] } / Float(known.count)
            let square = known.reduce(0) { $0 + (plane[$1] - middle) * (plane[$1] - middle) }
            return (middle, (square / Float(known.count)).squareRoot())
        }
    }
}
