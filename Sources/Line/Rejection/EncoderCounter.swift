/// Counts encoder edges into ticks.
///
/// Quadrature counts all four edges of a period, up when A leads B; an edge that repeats the level
/// the channel already had is a lost edge and moves nothing.
struct EncoderCounter: Sendable, Equatable {
    let kind: EncoderKind
    private(set) var ticks = 0
    private(set) var lostEdges = 0
    private var levelA: Bool?
    private var levelB: Bool?

    init(kind: EncoderKind) {
        self.kind = kind
    }

    /// Counts one edge of `encoder_a` (`isA`) or `encoder_b`; true when the count moved.
    mutating func count(isA: Bool, isRising: Bool) -> Bool {
        switch kind {
        case .none:
            return false
        case .single:
            guard isA, isRising else { return false }
            ticks += 1
            return true
        case .quadrature:
            return countQuadrature(isA: isA, isRising: isRising)
        }
    }

    private mutating func countQuadrature(isA: Bool, isRising: Bool) -> Bool {
        let before = isA ? levelA : levelB
        if isA { levelA = isRising } else { levelB = isRising }
        guard before != isRising else {
            lostEdges += 1
            return false
        }
        // The first edge of a channel tells its level before the edge as well.
        let other = isA ? levelB : levelA
        guard let other else { return false }
        let isForward = isA ? isRising != other : isRising == other
        ticks += isForward ? 1 : -1
        return true
    }
}
