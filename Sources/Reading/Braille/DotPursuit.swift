import Imaging

/// Finds what explains a map of both sides best, dot by dot.
///
/// Bumps and dents leave traces in each other's places. Taken one side after the other, the first
/// explains part of the second away; taken by what each explains (matching pursuit, Mallat and
/// Zhang, 1993), a dent's one shape beats two bumps at its rims. What is taken in one round lies
/// apart, so that the order among it does not matter.
struct DotPursuit {
    /// A place where a dot may be.
    struct Candidate {
        /// 0: the map as it is; 1: turned over.
        let side: Int
        /// What it stands for, by number.
        let number: Int
        /// Where it should be, in the map.
        let home: SIMD2<Double>
        fileprivate(set) var place: SIMD2<Double>
        fileprivate(set) var amplitude = 0.0
        fileprivate(set) var evidence = 0.0
        fileprivate(set) var isTaken = false
        fileprivate var gain = 0.0
        fileprivate var isStale = true

        init(side: Int, number: Int, home: SIMD2<Double>) {
            (self.side, self.number, self.home) = (side, number, home)
            place = home
        }
    }

    /// Evidence from which a candidate is taken.
    private static let evidenceMin = 0.42
    private static let roundCount = 24

    /// The candidates; those taken have their place and amplitude.
    private(set) var candidates: [Candidate]
    /// What is left over, of the map and of the map turned over.
    private(set) var rests: [Plane]

    /// Takes `candidates` out of `map`, those that explain most first; `shapes` by side.
    init(_ candidates: [Candidate], _ map: Plane, shapes: [DotShape], pitch: Double) {
        self.candidates = candidates
        rests = [map, map.inverted()]
        let index = PointIndex(candidates.map(\.home), cell: 1.6 * pitch)
        for _ in 0..<Self.roundCount {
            for i in candidates.indices { measure(i, shapes, reach: 0.25 * pitch) }
            let order = candidates.indices
                .filter {
                    !self.candidates[$0].isTaken && self.candidates[$0].evidence > Self.evidenceMin
                }
                .sorted {
                    (self.candidates[$0].gain, $1) > (self.candidates[$1].gain, $0)
                }
            guard !order.isEmpty else { break }
            for i in order where !self.candidates[i].isStale {
                take(i, shapes)
                index.each(near: candidates[i].home, within: 1.6 * pitch) {
                    self.candidates[$0].isStale = true
                }
            }
        }
    }

    private mutating func measure(_ i: Int, _ shapes: [DotShape], reach: Double) {
        guard candidates[i].isStale, !candidates[i].isTaken else { return }
        let (side, shape) = (candidates[i].side, shapes[candidates[i].side])
        let place = DotDecision.top(rests[side], candidates[i].home, reach: reach)
        let fit = shape.fit(rests[side], at: place, core: 0.58)
        candidates[i].place = place
        candidates[i].amplitude = fit.amplitude
        candidates[i].evidence = DotDecision.evidence(
            amplitude: fit.amplitude,
            likeness: fit.likeness
        )
        candidates[i].gain = fit.amplitude > 0 ? fit.amplitude * fit.amplitude * shape.energy : 0
        candidates[i].isStale = false
    }

    private mutating func take(_ i: Int, _ shapes: [DotShape]) {
        candidates[i].isTaken = true
        let (side, place, amplitude) = (
            candidates[i].side, candidates[i].place, candidates[i].amplitude
        )
        shapes[side].add(to: &rests[side], at: place, amplitude: -amplitude)
        shapes[side].add(to: &rests[1 - side], at: place, amplitude: amplitude)
    }
}
