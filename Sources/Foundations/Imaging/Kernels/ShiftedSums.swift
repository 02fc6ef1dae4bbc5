/// What a set of weighted points sees of a plane at every whole shift of a small range.
///
/// Row-major over the shifts. Every sum is added up in the order of the points. Twin: one shift after
/// the other, in the tests.
public struct ShiftedSums: Sendable {
    /// Sums of `value * weight`.
    public let products: [Float]
    /// Sums of `value * value`.
    public let powers: [Float]

    /// Sums over the points at indices `offsets` of `plane`, shifted by 0 up to `columns - 1` columns
    /// and 0 up to `rows - 1` rows; traps when one falls outside.
    public init(
        of plane: Plane,
        at offsets: [Int],
        weights: [Float],
        columns: Int,
        rows: Int
    ) {
        precondition(offsets.count == weights.count && columns > 0 && rows > 0)
        let reach = (rows - 1) * plane.width + columns - 1
        precondition(offsets.allSatisfy { $0 >= 0 && $0 + reach < plane.values.count })
        var products = [Float](repeating: 0, count: columns * rows)
        var powers = products
        // Eight shifts at once; what the last eight read too much is not kept, but must be there.
        let blocks = (columns + 7) / 8
        var padded = plane.values
        padded.append(contentsOf: repeatElement(0, count: 8))
        let values = padded.span
        for row in 0..<rows {
            for block in 0..<blocks {
                let start = row * plane.width + block * 8
                var (product, power) = (Lanes.zero, Lanes.zero)
                for point in 0..<offsets.count {
                    let value = unsafe values.lanes(at: start &+ offsets[point])
                    product += value * weights[point]
                    power += value * value
                }
                for lane in 0..<min(8, columns - block * 8) {
                    products[row * columns + block * 8 + lane] = product[lane]
                    powers[row * columns + block * 8 + lane] = power[lane]
                }
            }
        }
        self.products = products
        self.powers = powers
    }
}
