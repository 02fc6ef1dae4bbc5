/// A subgroup while its values come in.
///
/// Source: B. P. Welford, Technometrics 4 (1962), p. 419.
struct RunningSubgroup: Sendable, Equatable {
    private(set) var count = 0
    private(set) var mean = 0.0
    private(set) var squares = 0.0
    private(set) var lowest = Double.infinity
    private(set) var highest = -Double.infinity

    var deviation: Double { count > 1 ? (squares / Double(count - 1)).squareRoot() : 0 }

    mutating func add(_ value: Double) {
        count += 1
        let difference = value - mean
        mean += difference / Double(count)
        squares += difference * (value - mean)
        lowest = min(lowest, value)
        highest = max(highest, value)
    }
}
