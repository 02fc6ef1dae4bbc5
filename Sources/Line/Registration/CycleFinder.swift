internal import Blister
internal import Imaging

/// Follows the blisters of a web without trigger rows.
///
/// Starts with a free search for the phase over three pitches, then looks for each blister near the
/// place one pitch after the last. What is not found there is taken to lie where it is expected,
/// and the next one is looked for further around.
struct CycleFinder: Sendable {
    struct Found: Equatable {
        var originRow: Double
        var stepOffsetMillimetres: Double
    }

    private let template: AlignmentTemplate
    private let geometry: WebGeometry
    private let format: ChunkFormat
    private var expectedRow: Double?
    private var pitchRows: Double
    private var missed = 0
    private var typicalCorrelation = 0.0

    /// Shift along travel that a found blister is looked for, millimetres; doubled with every miss.
    private static let reachMillimetres = 3.5
    /// Shift across the web that is tried.
    private static let wanderMillimetres = 2.0
    /// Least correlation that counts as found, absolute and relative to the typical one.
    private static let correlationMin = 0.25
    private static let correlationShareMin = 0.5
    /// Pitches over which the free search adds up.
    private static let searchedPitches = 3

    init(template: AlignmentTemplate, geometry: WebGeometry, format: ChunkFormat) {
        self.template = template
        self.geometry = geometry
        self.format = format
        pitchRows = geometry.layout.pitch / geometry.millimetresPerRow
    }

    private var lengthRows: Double { geometry.layout.length / geometry.millimetresPerRow }

    /// The next blister, or nil until its rows have come.
    mutating func next(in ring: RowRing, atEnd: Bool) -> Found? {
        guard let start = ring.startRow else { return nil }
        guard let expected = expectedRow else { return first(in: ring, from: start, atEnd: atEnd) }
        let reach = min(
            Self.reachMillimetres * Double(1 << min(missed, 6)) / geometry.millimetresPerRow,
            pitchRows * 0.45
        )
        let end = expected + reach + lengthRows
        // Rows beyond this are not looked at even if they came already.
        let endRow = min(ring.nextRow, Int(end.rounded(.up)))
        if Double(ring.nextRow) < end {
            // At the end a blister still counts if its own rows came.
            guard atEnd, Double(ring.nextRow) + 0.5 >= expected + lengthRows else { return nil }
        }
        let profile = correlations(
            in: ring,
            origins: (expected - reach)...max(
                min(expected + reach, Double(endRow) - lengthRows),
                expected - reach
            ),
            endRow: endRow
        )
        let best = profile.peak(preferring: expected, within: max(reach, 1))
        let floor = max(Self.correlationMin, typicalCorrelation * Self.correlationShareMin)
        guard let best, best.correlation >= floor else {
            missed += 1
            expectedRow = expected + pitchRows
            return Found(originRow: expected, stepOffsetMillimetres: 0)
        }
        missed = 0
        let place = correlation.refinedOrigin(in: ring, near: best.row, endRow: endRow) ?? best.row
        let step = place - expected
        let nominal = geometry.layout.pitch / geometry.millimetresPerRow
        // Follows a wrong row scale slowly, and not a single bad step.
        pitchRows += max(-0.002 * nominal, min(0.002 * nominal, step * 0.05))
        typicalCorrelation += (best.correlation - typicalCorrelation) * 0.1
        expectedRow = place + pitchRows
        return Found(
            originRow: place,
            stepOffsetMillimetres: step * geometry.millimetresPerRow
        )
    }

    private mutating func first(in ring: RowRing, from start: Int, atEnd: Bool) -> Found? {
        let needed = Double(start) + pitchRows * Double(Self.searchedPitches) + lengthRows
        guard Double(ring.nextRow) >= needed || atEnd else { return nil }
        // A blister whose pockets are all in view is whole, even if a little of its rim is not.
        let rim = geometry.layout.pockets.map { $0.centre.y - $0.halfExtent.y }.min() ?? 0
        let earliest = Double(max(start, ring.oldestRow)) - rim * 0.8 / geometry.millimetresPerRow
        let endRow = min(ring.nextRow, Int(needed.rounded(.up)))
        let latest = Double(endRow) - lengthRows
        guard latest >= earliest else { return nil }
        let profile = correlations(in: ring, origins: earliest...latest, endRow: endRow)
        guard let phase = profile.phase(pitch: pitchRows) else { return nil }
        typicalCorrelation = phase.correlation
        expectedRow = phase.row
        return next(in: ring, atEnd: atEnd)
    }

    private var correlation: WebCorrelation {
        WebCorrelation(template: template, geometry: geometry, format: format)
    }

    private func correlations(
        in ring: RowRing,
        origins: ClosedRange<Double>,
        endRow: Int
    ) -> CorrelationProfile {
        correlation.profile(
            in: ring,
            origins: origins,
            endRow: endRow,
            wanderMillimetres: Self.wanderMillimetres
        )
    }
}
