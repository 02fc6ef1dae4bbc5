public import Blister

/// What a survey found.
public struct SurveyedWeb: Sendable, Equatable {
    /// Pixel extents, lane origin, trigger offset and layout.
    public var geometry: WebGeometry
    /// Rows at which cycles begin: the triggers as given, or the rows of the blisters' first corner
    /// (trigger offset 0) where none were given.
    public var cycleRows: [Int]
    /// Distance of pocket insides from what lies between, in standard deviations; over
    /// ``WebSurvey/separationMin`` is convincing.
    public var separation: Double
}

extension WebSurvey {
    /// Finds where the blisters of `layout` lie.
    ///
    /// - Parameters:
    ///   - layout: pockets, lanes and pitch as drawn.
    ///   - cycleRows: trigger rows, ascending; nil when there are none.
    /// - Returns: geometry with the given layout, and where cycles begin.
    /// - Throws: `layoutTooWide`, `layoutTooLong`, `tooFewPeriods`, `pitchNotFound`,
    ///   `layoutNotFound`.
    public func locate(
        _ layout: Layout,
        cycleRows: [Int]?
    ) throws(RegistrationError) -> SurveyedWeb {
        let webWidth = Double(format.width) * millimetresPerColumn
        let layoutWidth = layout.width + Double(layout.lanes - 1) * layout.lanePitch
        // A blister's rim may be cut off by the picture, its pockets may not.
        guard layoutWidth * 0.9 <= webWidth else {
            throw .layoutTooWide(layoutMillimetres: layoutWidth, pictureMillimetres: webWidth)
        }
        let strip = try strip()
        let seenMillimetres = Double(strip.height) * strip.cellY
        guard seenMillimetres >= layout.pitch else {
            throw .layoutTooLong(
                layoutMillimetres: layout.pitch,
                pictureMillimetres: seenMillimetres
            )
        }
        let starts: [Double]
        if let cycleRows, !cycleRows.isEmpty {
            starts = cycleRows.map { Double($0) * millimetresPerRow / strip.cellY }
        } else {
            starts = try RepeatSearch(strip: strip).origins(nearPitchMillimetres: layout.pitch)
        }
        let period = Int((layout.pitch / strip.cellY).rounded())
        // Half-empty stretches at the ends would pull the mean.
        let whole = starts.filter { $0 >= -1 && $0 + Double(period) <= Double(strip.height) + 1 }
        let folded = strip.folded(origins: whole.isEmpty ? starts : whole, length: period)
        let slack = webWidth - layoutWidth
        let placed = LayoutPlacement(map: folded.doubled(), layout: layout).best(
            xs: min(slack, 0)...max(slack, 0),
            ys: 0...layout.pitch
        )
        guard let placed, placed.separation >= Self.separationMin else {
            throw .layoutNotFound(
                separation: placed?.separation ?? 0,
                needed: Self.separationMin
            )
        }
        return surveyed(
            placed,
            layout: layout,
            starts: starts,
            cellY: strip.cellY,
            cycleRows: cycleRows
        )
    }

    func surveyed(
        _ placed: PlacedLayout,
        layout: Layout,
        starts: [Double],
        cellY: Double,
        cycleRows: [Int]?
    ) -> SurveyedWeb {
        var geometry = WebGeometry(
            millimetresPerColumn: millimetresPerColumn,
            millimetresPerRow: millimetresPerRow,
            laneOriginMillimetres: placed.x,
            triggerOffsetMillimetres: 0,
            layout: layout
        )
        if let cycleRows, !cycleRows.isEmpty {
            geometry.triggerOffsetMillimetres = triggerOffset(
                placed.y,
                layout: layout,
                cycleRows: cycleRows
            )
            return SurveyedWeb(
                geometry: geometry,
                cycleRows: cycleRows,
                separation: placed.separation
            )
        }
        let last = Double(rowCount) * millimetresPerRow
        let rim = layout.pockets.map { $0.centre.y - $0.halfExtent.y }.min() ?? 0
        var firsts = starts.map { $0 * cellY + placed.y }
        if let first = firsts.first { firsts.insert(first - layout.pitch, at: 0) }
        let rows = firsts.filter { $0 >= -rim * 0.8 && $0 + layout.length <= last }
            .map { Int(($0 / millimetresPerRow).rounded()) }
        return SurveyedWeb(geometry: geometry, cycleRows: rows, separation: placed.separation)
    }

    /// Of the offsets that differ by whole pitches, the one that leaves most cycles whole, and
    /// among those the smallest.
    private func triggerOffset(_ offset: Double, layout: Layout, cycleRows: [Int]) -> Double {
        let last = Double(rowCount) * millimetresPerRow
        let slack = 1.0
        var best: (offset: Double, whole: Int)?
        for candidate in [offset, offset - layout.pitch, offset - 2 * layout.pitch]
            .sorted(by: { abs($0) < abs($1) })
        {
            let whole = cycleRows.filter { row in
                let first = Double(row) * millimetresPerRow + candidate
                return first >= -slack && first + layout.length <= last + slack
            }.count
            if whole > (best?.whole ?? -1) { best = (candidate, whole) }
        }
        return best?.offset ?? offset
    }
}
