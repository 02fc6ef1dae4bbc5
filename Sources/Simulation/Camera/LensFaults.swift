/// What scheduled faults do to the lens: dirt in its way, and its focus lost.
struct LensFaults: Sendable {
    private struct Dirt: Sendable {
        let rows: Range<Int>
        /// Share of light that passes, by group of eight columns.
        let passing: [SIMD8<Float>]
    }

    private struct Blur: Sendable {
        let cycles: Range<Int>
        let rows: Range<Int>
        let millimetres: Double
    }

    private let dirts: [Dirt]
    private let blurs: [Blur]

    init(scenario: TwinScenario, motion: WebMotion) {
        var dirts: [Dirt] = []
        var blurs: [Blur] = []
        func rows(_ cycle: Int, _ cycles: Int) -> Range<Int> {
            let first = motion.triggerRow(cycle)
            return first..<max(first, motion.triggerRow(cycle + cycles))
        }
        for fault in scenario.faults {
            switch fault {
            case .lensDirt(let cycle, let cycles, let x, let width, let loss):
                let passing = (0..<scenario.width / 8).map { group in
                    var passing = SIMD8<Float>(repeating: 1)
                    for lane in 0..<8 {
                        let place = Double(group * 8 + lane) + 0.5
                        let offset = place * scenario.millimetresPerColumn - x
                        if offset >= 0, offset < width { passing[lane] = Float(1 - loss) }
                    }
                    return passing
                }
                dirts.append(Dirt(rows: rows(cycle, cycles), passing: passing))
            case .defocus(let cycle, let cycles, let blur):
                blurs.append(
                    Blur(
                        cycles: cycle..<cycle + cycles,
                        rows: rows(cycle, cycles),
                        millimetres: blur
                    )
                )
            default: break
            }
        }
        self.dirts = dirts
        self.blurs = blurs
    }

    /// Share of light that passes while camera row `row` is taken; nil for all of it.
    func passing(_ row: Int) -> [SIMD8<Float>]? {
        var passing: [SIMD8<Float>]?
        for dirt in dirts where dirt.rows.contains(row) {
            passing = passing.map { zip($0, dirt.passing).map { $0 * $1 } } ?? dirt.passing
        }
        return passing
    }

    /// Deviation of the blur while the web of `cycle` passes, millimetres; nil for the usual one.
    func blur(cycle: Int) -> Double? { blurs.last { $0.cycles.contains(cycle) }?.millimetres }

    /// Deviation of the blur while camera row `row` is taken, millimetres; nil for the usual one.
    func blur(row: Int) -> Double? { blurs.last { $0.rows.contains(row) }?.millimetres }

    /// Every deviation of the blur that a run needs beside the usual one.
    var blurMillimetres: [Double] { blurs.map(\.millimetres) }
}
