/// Lines with fewer points than a page can show.
enum ChartLine {
    /// Most points that are drawn as they are.
    static let placeCountMax = 600

    /// `places`, from left to right, with no more than the lowest and the highest of every part once
    /// there are too many: what stands out stays.
    static func thinned(_ places: [ChartDrawing.Place]) -> [ChartDrawing.Place] {
        guard places.count > placeCountMax else { return places }
        let partCount = placeCountMax / 2
        return (0..<partCount).flatMap { part -> [ChartDrawing.Place] in
            let start = part * places.count / partCount
            let end = (part + 1) * places.count / partCount
            let range = start..<end
            guard let low = range.min(by: { places[$0].y < places[$1].y }),
                let high = range.max(by: { places[$0].y < places[$1].y })
            else { return [] }
            return [min(low, high), max(low, high)].map { places[$0] }
        }
    }
}
