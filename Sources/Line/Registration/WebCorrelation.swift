internal import Blister
internal import Imaging

/// Correlates a stretch of web with a template at coarse resolution, all lanes together.
struct WebCorrelation {
    let template: AlignmentTemplate
    let geometry: WebGeometry
    let format: ChunkFormat

    /// The profile over blister origins inside `origins`, rows; rows beyond the ring do not count.
    ///
    /// Cells lie on a grid of absolute rows and none is read from `endRow` on, so the answer does
    /// not depend on how rows arrived.
    func profile(
        in ring: RowRing,
        origins: ClosedRange<Double>,
        endRow: Int,
        wanderMillimetres: Double
    ) -> CorrelationProfile {
        let level = template.levels[0]
        let columns = max(1, Int((level.cellMillimetres / geometry.millimetresPerColumn).rounded()))
        let rows = max(1, Int((level.cellMillimetres / geometry.millimetresPerRow).rounded()))
        let length = geometry.layout.length / geometry.millimetresPerRow
        let spacing = Double(rows)
        let firstOrigin = Int((origins.lowerBound / spacing).rounded(.down))
        let lastOrigin = Int((origins.upperBound / spacing).rounded(.up))
        let margin = TemplateLevel.normalisingRadius
        let firstCell = floorDivided(ring.oldestRow + rows - 1, by: rows)
        let endCell = floorDivided(min(endRow, ring.nextRow), by: rows)
        let cells =
            max(
                firstOrigin - margin,
                firstCell
            )..<max(
                min(lastOrigin + Int(length / spacing) + margin, endCell),
                max(firstOrigin - margin, firstCell)
            )
        var profile = CorrelationProfile(
            firstRow: Double(firstOrigin) * spacing,
            spacing: spacing,
            values: Array(repeating: 0, count: lastOrigin - firstOrigin + 1)
        )
        guard cells.count > margin, format.width >= columns else { return profile }
        let plane = coarse(ring, cells: cells, columns: columns, rows: rows)
            .locallyNormalised(radius: margin, floor: TemplateLevel.normalisingFloor)
        let points = (0..<geometry.layout.lanes).map { lane in
            LanePoints(level: level, geometry: geometry, lane: lane, columns: columns, rows: rows)
        }
        let cellMillimetres = geometry.millimetresPerColumn * Double(columns)
        let wander = Int((wanderMillimetres / cellMillimetres).rounded(.up))
        for origin in firstOrigin...lastOrigin {
            var best = -1.0
            for shift in -wander...wander {
                var sum = 0.0
                for lane in points {
                    sum += lane.correlation(in: plane, row: origin - cells.lowerBound, shift: shift)
                }
                best = max(best, sum / Double(points.count))
            }
            profile.values[origin - firstOrigin] = best
        }
        return profile
    }

    /// The blisters' origin near `origin`, rows, by least squares at coarse resolution.
    ///
    /// The mean of the lanes that agree; nil when none does. Rows from `endRow` on are not read.
    func refinedOrigin(in ring: RowRing, near origin: Double, endRow: Int) -> Double? {
        let level = template.levels[0]
        let columns = max(1, Int((level.cellMillimetres / geometry.millimetresPerColumn).rounded()))
        let rows = max(1, Int((level.cellMillimetres / geometry.millimetresPerRow).rounded()))
        let length = geometry.layout.length / geometry.millimetresPerRow
        let margin = 3
        let firstCell = floorDivided(ring.oldestRow + rows - 1, by: rows)
        let first = max(firstCell, floorDivided(Int(origin), by: rows) - margin)
        let end = min(
            floorDivided(min(endRow, ring.nextRow), by: rows),
            floorDivided(Int(origin + length), by: rows) + margin + 1
        )
        guard end - first > margin, format.width >= columns else { return nil }
        let plane = coarse(ring, cells: first..<end, columns: columns, rows: rows)
        let toCells = AffineMap(
            scaleX: 1 / Double(columns),
            scaleY: 1 / Double(rows),
            shiftX: 0,
            shiftY: 0
        )
        var shifts: [Double] = []
        for lane in 0..<geometry.layout.lanes {
            let frame = AlignmentFrame(
                centreX: template.widthMillimetres / 2,
                centreY: template.lengthMillimetres / 2,
                originColumn: geometry.firstColumn(lane: lane),
                originRow: origin - Double(first * rows),
                millimetresPerColumn: geometry.millimetresPerColumn,
                millimetresPerRow: geometry.millimetresPerRow
            )
            let found = CoarseSearch(level: level, frame: frame, search: .nearby)
                .candidates(in: plane, columns: columns, rows: rows, rotations: [0])
            guard let start = found.first else { continue }
            let outcome = PoseRefinement(level: level, frame: frame, search: .web)
                .refined(from: start.pose, iterations: 8) { map, outside, results in
                    plane.sample(
                        xs: level.xs,
                        ys: level.ys,
                        through: toCells.after(map),
                        outside: outside,
                        into: &results
                    )
                }
            guard let outcome, outcome.coverage > 0.6, outcome.agreement > 0.5 else { continue }
            shifts.append(outcome.pose.shiftY)
        }
        guard !shifts.isEmpty else { return nil }
        let mean = shifts.reduce(0, +) / Double(shifts.count)
        return origin + mean / geometry.millimetresPerRow
    }

    private func coarse(_ ring: RowRing, cells: Range<Int>, columns: Int, rows: Int) -> Plane {
        var pixels: [UInt8] = []
        let all = 0..<format.width
        let (first, end) = (cells.lowerBound * rows, cells.upperBound * rows)
        pixels.reserveCapacity((end - first) * format.rowByteCount)
        for row in first..<end { pixels.append(contentsOf: ring.samples(row: row, columns: all)) }
        let picture = Image(
            width: format.width,
            height: end - first,
            channels: format.channels,
            pixels: pixels
        )
        return TemplateLevel.resolved(picture, columns: columns, rows: rows, mix: template.mix)
    }

    private func floorDivided(_ value: Int, by divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }
}

/// The template's points in cells of the coarse web, for one lane with its origin in row 0.
private struct LanePoints {
    var xs: [Int] = []
    var ys: [Int] = []
    var values: [Float] = []

    init(level: TemplateLevel, geometry: WebGeometry, lane: Int, columns: Int, rows: Int) {
        let first = geometry.firstColumn(lane: lane)
        for i in level.xs.indices {
            let column = first + Double(level.xs[i]) / geometry.millimetresPerColumn
            let row = Double(level.ys[i]) / geometry.millimetresPerRow
            xs.append(Int((column / Double(columns)).rounded(.down)))
            ys.append(Int((row / Double(rows)).rounded(.down)))
            values.append(level.normalised[i] * level.weights[i])
        }
    }

    func correlation(in plane: Plane, row: Int, shift: Int) -> Double {
        var product: Float = 0
        var power: Float = 1e-6
        var templatePower: Float = 1e-6
        for i in xs.indices {
            templatePower += values[i] * values[i]
            let x = xs[i] + shift
            let y = ys[i] + row
            guard x >= 0, y >= 0, x < plane.width, y < plane.height else { continue }
            let value = plane.values[y * plane.width + x]
            product += value * values[i]
            power += value * value
        }
        return Double(product / (power * templatePower).squareRoot())
    }
}
