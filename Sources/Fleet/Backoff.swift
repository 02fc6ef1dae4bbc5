/// How long to wait before the next attempt: twice as long each time, up to a bound, and never the same for
/// all stations, so that a broker that comes back is not overrun.
struct Backoff {
    let millisecondsMin: Int
    let millisecondsMax: Int
    private var attempt = 0

    init(millisecondsMin: Int = 500, millisecondsMax: Int) {
        self.millisecondsMin = min(millisecondsMin, millisecondsMax)
        self.millisecondsMax = millisecondsMax
    }

    /// The next wait: between half and the whole of what doubles.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
        let whole = min(millisecondsMax, millisecondsMin << min(attempt, 20))
        attempt += 1
        return Int.random(in: max(1, whole / 2)...max(1, whole), using: &generator)
    }

    mutating func reset() { attempt = 0 }
}
