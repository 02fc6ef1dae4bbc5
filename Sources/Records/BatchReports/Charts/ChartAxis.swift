internal import Foundation

/// Round numbers along an axis.
struct ChartAxis {
    /// The lowest value shown.
    let low: Double
    /// The highest value shown; above `low`.
    let high: Double
    /// Ascending, in `low...high`.
    let ticks: [Double]

    /// An axis that shows all finite `values`, and 0 where `fromZero`.
    ///
    /// Steps are 1, 2 or 5 times a power of ten.
    init(_ values: some Sequence<Double>, fromZero: Bool, tickCount: Int = 4) {
        var low = fromZero ? 0 : Double.infinity
        var high = fromZero ? 0 : -Double.infinity
        for value in values where value.isFinite && value.magnitude < 1e12 {
            low = min(low, value)
            high = max(high, value)
        }
        if !(low <= high) { (low, high) = (0, 1) }
        if high - low <= max(max(high.magnitude, low.magnitude) * 1e-9, 1e-12) {
            let room = max(high.magnitude * 0.05, 0.5)
            high += room
            if !fromZero { low -= room }
        }
        let rough = (high - low) / Double(tickCount)
        let power = pow(10, (log10(rough)).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
        let first = (low / step + 1e-9).rounded(.down)
        let last = (high / step - 1e-9).rounded(.up)
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        self.low = first * step
        self.high = max(last * step, first * step + step)
    }

    /// Where `value` lies, 0 at ``low`` and 1 at ``high``, cut off outside.
    func share(_ value: Double) -> Double {
        max(0, min(1, (value - low) / (high - low)))
    }
}
