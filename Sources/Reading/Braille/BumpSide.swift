import Imaging

/// One side of a bump map, with what stands out of it: bumps, or dents turned over.
struct BumpSide: Sendable {
    /// Most dots of one side.
    static let dotCountMax = 6000

    /// Least height of a dot in measured relief, as a share of the usual one's.
    private static let wornShare = 0.5

    /// Bumps of this side are positive.
    let plane: Plane
    /// Tops that stand clear of the weaker ones, strongest first.
    let strong: [Peak]
    /// The lattice of those, in the map's pixels.
    let vote: LatticeVote

    /// Looks for dots about `pitch` pixels of the map apart; with `noise`, by how far they stand out of
    /// it.
    init(_ plane: Plane, pitch: Double, noise: GroundNoise? = nil, ridgeShare: Double? = nil) {
        var peaks = Peaks.strongest(plane, pitch: pitch, countMax: Self.dotCountMax)
        if let noise {
            for i in peaks.indices {
                peaks[i].strength = noise.clearness(of: peaks[i].strength, at: peaks[i].place)
            }
            peaks.sort { $0.strength > $1.strength }
        }
        if let ridgeShare {
            peaks.removeAll { Peaks.isOnRidge($0, plane, pitch: pitch, share: ridgeShare) }
        }
        let strong = Self.strong(peaks)
        guard ridgeShare != nil, !strong.isEmpty else {
            self.init(plane, strong: strong, pitch: pitch)
            return
        }
        // Dots of measured relief may be worn on one side of the board.
        let least = Self.wornShare * strong[strong.count / 2].strength
        self.init(plane, strong: peaks.filter { $0.strength > least }, pitch: pitch)
    }

    /// The side whose dots are `strong`, strongest first, about `pitch` pixels of the map apart.
    init(_ plane: Plane, strong: [Peak], pitch: Double) {
        self.plane = plane
        self.strong = strong
        vote = LatticeVote(strong.map(\.place), nominal: pitch)
    }

    /// Median strength of the strong tops; 0 for none.
    var usualStrength: Double { strong.isEmpty ? 0 : strong[strong.count / 2].strength }

    private static func strong(_ peaks: [Peak]) -> [Peak] {
        guard peaks.count > 24 else { return peaks }
        // Edges of paper are far stronger than dots, and must not part the peaks by themselves.
        let cap = 2.5 * peaks[peaks.count / 5].strength
        let limit = 0.75 * DotDecision.valley(peaks.map { min($0.strength, cap) })
        return peaks.filter { $0.strength > limit }
    }
}

extension Plane {
    /// The plane seen from the other side: dents are bumps.
    func inverted() -> Plane {
        Plane(width: width, height: height, values: values.map { -$0 })
    }
}
