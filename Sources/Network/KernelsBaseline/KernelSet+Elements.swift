internal import CTiles
public import KernelShapes

extension KernelSet {
    /// Combines `part` of two values element by element.
    public static func combine(
        _ combination: Combination,
        _ shape: CombinationShape,
        _ left: UnsafePointer<Float>,
        _ right: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        // Whole vectors, so that no cache line is written by two threads.
        let units = part.range(of: (shape.count + 15) / 16)
        let end = min(shape.count, units.upperBound * 16)
        var place = units.lowerBound * 16
        while place < end {
            let row = place / shape.rowCount
            let column = place - row * shape.rowCount
            let count = min(shape.rowCount - column, end - place)
            let starts = shape.starts(of: row)
            unsafe row_combine(
                left + starts.left + column * shape.leftStep,
                right + starts.right + column * shape.rightStep,
                output + place,
                count,
                Int32(combination.rawValue),
                Int32(shape.leftStep),
                Int32(shape.rightStep)
            )
            place += count
        }
    }

    /// Brings `part` of the rows of `shape` to mean 0 and spread 1, then scales and shifts them.
    public static func normalise(
        _ shape: NormalisationShape,
        _ input: UnsafePointer<Float>,
        scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>,
        part: Part
    ) {
        for row in part.range(of: shape.rows) {
            let from = unsafe input + row * shape.count
            let to = unsafe output + row * shape.count
            let spread = unsafe row_spread_of(from, shape.count, shape.epsilon)
            switch shape.parameters {
            case .perElement:
                unsafe row_normalise(from, to, shape.count, spread, scale, shift, 1)
            case .perChannel(let groups):
                let first = row % groups * shape.channels
                for channel in 0..<shape.channels {
                    unsafe row_normalise(
                        from + channel * shape.places,
                        to + channel * shape.places,
                        shape.places,
                        spread,
                        scale + first + channel,
                        shift + first + channel,
                        0
                    )
                }
            }
        }
    }
}
