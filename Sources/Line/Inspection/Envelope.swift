/// The lowest and highest taught value around every place of a product's frame.
///
/// A product is aligned to about one place; what lies between its neighbours' values is no
/// deviation, which keeps sharp edges, score lines and colour borders from looking like faults.
public struct Envelope: Sendable, Equatable {
    /// Per plane, the lowest value among a place and its eight neighbours.
    public let lower: [[Float]]
    /// Per plane, the highest value among a place and its eight neighbours.
    public let upper: [[Float]]

    /// Spans the envelope of `planes`, row-major, `width` wide.
    init(_ planes: [[Float]], width: Int) {
        lower = planes.map { Self.spread($0, width: width) { min($0, $1) } }
        upper = planes.map { Self.spread($0, width: width) { max($0, $1) } }
    }

    private static func spread(
        _ plane: [Float],
        width: Int,
        _ choose: (Float, Float) -> Float
    ) -> [Float] {
        var across = plane
        for place in plane.indices {
            let x = place % width
            if x > 0 { across[place] = choose(across[place], plane[place - 1]) }
            if x + 1 < width { across[place] = choose(across[place], plane[place + 1]) }
        }
        var result = across
        for place in plane.indices {
            if place >= width { result[place] = choose(result[place], across[place - width]) }
            if place + width < plane.count {
                result[place] = choose(result[place], across[place + width])
            }
        }
        return result
    }
}
