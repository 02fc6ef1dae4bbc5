internal import Blister

/// Something that goes wrong at a stated cycle.
public enum TwinFault: Sendable, Equatable {
    /// A defect on one blister.
    case defect(cycle: Int, lane: Int, SeededDefect)
    /// The lamps give `gain` of their light for `cycles` cycles; 0 is dark.
    case light(cycle: Int, cycles: Int, gain: Double)
    /// Dirt before the lens takes `loss` of the light of the columns from `xMillimetres` on.
    case lensDirt(
        cycle: Int,
        cycles: Int,
        xMillimetres: Double,
        widthMillimetres: Double,
        loss: Double
    )
    /// The lens blurs by `blurMillimetres` for `cycles` cycles.
    case defocus(cycle: Int, cycles: Int, blurMillimetres: Double)
    /// `rows` rows never reach the computer, from the middle of the cycle on.
    case lostRows(cycle: Int, rows: Int)
    /// The machine stands still for a while after the middle of the cycle.
    case stop(cycle: Int, milliseconds: Int)
    /// The cycle trigger does not come.
    case lostTrigger(cycle: Int)
    /// The camera delivers nothing for a while and comes back.
    case cameraGone(cycle: Int, milliseconds: Int)
    /// The reject gate does not move for `cycles` cycles.
    case gateStuck(cycle: Int, cycles: Int)
    /// The confirmation sensor sees nothing for `cycles` cycles.
    case confirmationMissed(cycle: Int, cycles: Int)

    /// The cycle it begins at.
    public var cycle: Int {
        switch self {
        case .defect(let cycle, _, _), .light(let cycle, _, _), .lostRows(let cycle, _),
            .stop(let cycle, _), .lostTrigger(let cycle), .cameraGone(let cycle, _),
            .gateStuck(let cycle, _), .confirmationMissed(let cycle, _),
            .lensDirt(let cycle, _, _, _, _), .defocus(let cycle, _, _):
            cycle
        }
    }

    func defect(cycle wanted: Int, lane wantedLane: Int) -> SeededDefect? {
        switch self {
        case .defect(let cycle, let lane, let defect):
            guard cycle == wanted, lane == wantedLane || defect.isAcrossWeb else { return nil }
            return defect
        case .lostRows(let cycle, _):
            guard cycle == wanted else { return nil }
            return SeededDefect(
                reason: .unseen,
                pocket: nil,
                severity: 1,
                place: Point(x: 0, y: 0)
            )
        case .light(let cycle, let cycles, let gain):
            guard gain < 0.3, (cycle..<cycle + cycles).contains(wanted) else { return nil }
            return SeededDefect(
                reason: .undecided,
                pocket: nil,
                severity: 1 - gain,
                place: Point(x: 0, y: 0)
            )
        case .stop, .lostTrigger, .cameraGone, .gateStuck, .confirmationMissed, .lensDirt, .defocus:
            return nil
        }
    }
}
