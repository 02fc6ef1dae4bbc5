internal import KernelShapes

/// What is done element by element where memory, not arithmetic, sets the pace.
enum Elementwise {
    /// Blocks of 16 channels times one value per channel.
    static func gate(
        _ input: UnsafePointer<Float>,
        _ gate: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Float>,
        _ extents: ValueExtents,
        _ part: Part
    ) {
        for block in part.range(of: extents.batch * extents.blocks) {
            let start = block * 16 * extents.pixels
            for pixel in 0..<extents.pixels {
                for channel in 0..<16 {
                    let place = start &+ pixel &* 16 &+ channel
                    unsafe output[place] = input[place] * gate[block &* 16 &+ channel]
                }
            }
        }
    }

    /// An activation over `range`.
    static func activate(
        _ activation: Activation,
        _ input: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Float>,
        _ range: Range<Int>
    ) {
        let (slope, low, high) = (activation.slope, activation.low, activation.high)
        for place in range {
            var value = unsafe input[place]
            value = value < 0 ? value * slope : value
            value = value < low ? low : value
            unsafe output[place] = value > high ? high : value
        }
    }

    /// Adds `offset` and `added` to `count` values and applies an activation, in place.
    static func finish(
        _ values: UnsafeMutablePointer<Float>,
        count: Int,
        offset: Float,
        added: UnsafePointer<Float>?,
        _ activation: Activation
    ) {
        let (slope, low, high) = (activation.slope, activation.low, activation.high)
        if let added = unsafe added {
            for place in 0..<count { unsafe values[place] += added[place] }
        }
        for place in 0..<count {
            var value = unsafe values[place] + offset
            value = value < 0 ? value * slope : value
            value = value < low ? low : value
            unsafe values[place] = value > high ? high : value
        }
    }
}
