/// Correlation of a web with a template at equally spaced origins along travel.
struct CorrelationProfile: Equatable {
    /// Origin of the first value, rows.
    var firstRow: Double
    /// Rows between values.
    var spacing: Double
    var values: [Double]

    struct Peak: Equatable {
        var row: Double
        var correlation: Double
    }

    /// The highest value, those far from `row` counting a little less; nil without values.
    func peak(preferring row: Double, within reach: Double) -> Peak? {
        var best: (index: Int, score: Double)?
        for (index, value) in values.enumerated() {
            let distance = (firstRow + Double(index) * spacing - row) / reach
            let score = value - 0.1 * abs(value) * distance * distance
            if score > (best?.score ?? -.infinity) { best = (index, score) }
        }
        return best.map { interpolated(at: $0.index) }
    }

    /// The first origin of blisters that repeat every `pitch` rows, judged over all of them.
    func phase(pitch: Double) -> Peak? {
        var best: (index: Int, score: Double)?
        for start in values.indices where Double(start) * spacing < pitch {
            var sum = 0.0
            var count = 0.0
            while true {
                let index = Int((Double(start) + count * pitch / spacing).rounded())
                guard index < values.count else { break }
                // The row scale may be a little off: the highest value nearby counts.
                sum += values[max(index - 1, 0)...min(index + 1, values.count - 1)].max() ?? 0
                sum += values[index] * 0.1
                count += 1
            }
            guard count > 0, sum / count > (best?.score ?? -.infinity) else { continue }
            best = (start, sum / count)
        }
        return best.map { interpolated(at: $0.index) }
    }

    private func interpolated(at index: Int) -> Peak {
        let row = firstRow + Double(index) * spacing
        guard index > 0, index + 1 < values.count else {
            return Peak(row: row, correlation: values[index])
        }
        let (before, here, after) = (values[index - 1], values[index], values[index + 1])
        let bend = before - 2 * here + after
        let offset = bend < 0 ? max(-0.5, min(0.5, (before - after) / (2 * bend))) : 0
        return Peak(row: row + offset * spacing, correlation: here - (before - after) * offset / 4)
    }
}
