/// Sums of lines of samples, and the samples of a scaled line that are made of them.
enum LineScaling {
    /// Puts samples from `start` on, times their weight, at `places` of `sums`, or adds them to what
    /// is there where `isFirst` is false.
    ///
    /// Every place by itself, one product and one addition: bits follow from the order of calls.
    static func add(
        _ samples: Span<UInt8>,
        from start: Int,
        weight: Float,
        to sums: inout [Float],
        _ places: Range<Int>,
        isFirst: Bool
    ) {
        precondition(start >= 0 && start + places.count <= samples.count)
        precondition(places.lowerBound >= 0 && places.upperBound <= sums.count)
        let first = places.lowerBound
        var sums = sums.mutableSpan
        if isFirst {
            for index in 0..<places.count {
                let sample = unsafe Float(samples[unchecked: start &+ index])
                unsafe sums[unchecked: first &+ index] = weight * sample
            }
        } else {
            for index in 0..<places.count {
                let sample = unsafe Float(samples[unchecked: start &+ index])
                unsafe sums[unchecked: first &+ index] += weight * sample
            }
        }
    }

    /// One channel of a line scaled by `taps`, times `gain`, to nearest and at most 255, into every
    /// `channels`th place of `samples` from `start` on.
    ///
    /// The numbers of `line` are at least 0, its channels interleaved; halves are rounded up.
    static func gather(
        _ line: [Float],
        _ taps: ScalingTaps,
        channels: Int,
        gain: Float,
        to samples: inout [UInt8],
        at start: Int
    ) {
        let (starts, sources, weights) = (taps.starts.span, taps.sources.span, taps.weights.span)
        let channel = start % channels
        let count = starts.count - 1
        precondition(start >= 0 && start + (count - 1) * channels < samples.count)
        precondition(taps.sourceCount * channels <= line.count)
        let line = line.span
        var target = samples.mutableSpan
        var tap = 0
        for x in 0..<count {
            let end = unsafe Int(starts[unchecked: x &+ 1])
            var sum: Float = 0
            while tap < end {
                let place = unsafe Int(sources[unchecked: tap]) &* channels &+ channel
                unsafe sum += weights[unchecked: tap] * line[unchecked: place]
                tap &+= 1
            }
            let level = max(0, min(255, sum * gain))
            let whole = Int32(level)
            let nearest = level - Float(whole) >= 0.5 ? whole &+ 1 : whole
            unsafe target[unchecked: start &+ x &* channels] = UInt8(truncatingIfNeeded: nearest)
        }
    }
}
