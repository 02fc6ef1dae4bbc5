/// The middle of a list of numbers, none of them a NaN.
public enum Median {
    /// The middle value, or the mean of the two middle ones; 0 for none.
    public static func of<Number: BinaryFloatingPoint>(_ values: [Number]) -> Number {
        guard !values.isEmpty else { return 0 }
        var values = values
        let upper = values.count / 2
        select(&values, upper)
        guard values.count.isMultiple(of: 2) else { return values[upper] }
        let lower = values[..<upper].max() ?? values[upper]
        return lower * 0.5 + values[upper] * 0.5
    }

    /// The middle value, of two middle ones the larger; 0 for none.
    public static func upper<Number: BinaryFloatingPoint>(_ values: [Number]) -> Number {
        guard !values.isEmpty else { return 0 }
        var values = values
        select(&values, values.count / 2)
        return values[values.count / 2]
    }

    /// Brings the value that sorting would put at `place` there, and nothing larger before it
    /// (Hoare, "Algorithm 65: Find", 1961).
    private static func select<Number: BinaryFloatingPoint>(_ values: inout [Number], _ place: Int)
    {
        var (left, right) = (0, values.count - 1)
        while left < right {
            let pivot = values[place]
            var (first, last) = (left, right)
            repeat {
                while values[first] < pivot { first += 1 }
                while pivot < values[last] { last -= 1 }
                if first <= last {
                    values.swapAt(first, last)
                    first += 1
                    last -= 1
                }
            } while first <= last
            if last < place { left = first }
            if place < first { right = last }
        }
    }
}
