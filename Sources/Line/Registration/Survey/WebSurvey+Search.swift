internal import Blister

extension WebSurvey {
    /// Finds pitch, lanes and pockets without a drawing, then places them.
    ///
    /// Borders between blisters cannot be seen reliably: a blister is taken to fill its pitch, and
    /// the border to lie in the widest gap.
    ///
    /// - Parameter cycleRows: trigger rows, ascending; nil when there are none.
    /// - Returns: geometry with the found layout, and where cycles begin.
    /// - Throws: `tooFewPeriods`, `pitchNotFound`, `pocketsNotFound`.
    public func search(cycleRows: [Int]?) throws(RegistrationError) -> SurveyedWeb {
        let strip = try strip()
        let starts: [Double]
        let pitch: Double
        if let cycleRows, cycleRows.count >= 3 {
            let steps = zip(cycleRows.dropFirst(), cycleRows).map { $0 - $1 }.sorted()
            pitch = Double(steps[steps.count / 2]) * millimetresPerRow
            starts = cycleRows.map { Double($0) * millimetresPerRow / strip.cellY }
        } else {
            let period = try RepeatSearch(strip: strip).shortestPeriod()
            pitch = period * strip.cellY
            starts = try RepeatSearch(strip: strip).origins(nearPitchMillimetres: pitch)
        }
        let length = Int((pitch / strip.cellY).rounded())
        let whole = starts.filter { $0 >= -1 && $0 + Double(length) <= Double(strip.height) + 1 }
        guard whole.count >= 3 else {
            throw .tooFewPeriods(found: Double(whole.count), needed: 3)
        }
        let folded = strip.folded(origins: whole, length: length)
        let finding = PocketSearch(map: folded, wraps: true).best()
        guard let finding, finding.consistency >= PocketSearch.consistencyMin else {
            throw .pocketsNotFound(
                found: finding?.pockets.count ?? 0,
                consistency: finding?.consistency ?? 0,
                needed: PocketSearch.consistencyMin
            )
        }
        let assembled = LayoutAssembly(pockets: finding.pockets).web(
            pitch: pitch,
            webWidth: Double(format.width) * millimetresPerColumn
        )
        let separation =
            LayoutPlacement(map: folded.doubled(), layout: assembled.layout)
            .separation(x: assembled.origin.x, y: assembled.origin.y)
        return surveyed(
            PlacedLayout(
                x: assembled.origin.x,
                y: assembled.origin.y,
                separation: separation
            ),
            layout: assembled.layout,
            starts: starts,
            cellY: strip.cellY,
            cycleRows: cycleRows
        )
    }
}
