extension Image {
    /// Writes every sample of `channel`, times `scale` less `shift`, row-major into `values` from
    /// `start` on.
    ///
    /// One product and one subtraction each; any thread.
    public func write(
        channel: Int,
        scale: Float,
        shift: Float,
        to values: inout [Float],
        at start: Int
    ) {
        let (count, step) = (width * height, channels)
        precondition((0..<step).contains(channel) && pixels.count == count * step)
        precondition(start >= 0 && start + count <= values.count)
        let samples = pixels.span
        var values = values.mutableSpan
        if step == 1 {
            for place in 0..<count {
                let sample = unsafe Float(samples[unchecked: place])
                unsafe values[unchecked: start &+ place] = sample * scale - shift
            }
        } else {
            for place in 0..<count {
                let sample = unsafe Float(samples[unchecked: place &* step &+ channel])
                unsafe values[unchecked: start &+ place] = sample * scale - shift
            }
        }
    }
}
