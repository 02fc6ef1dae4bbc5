extension Image {
    /// The picture at another size: means over areas where it gets smaller, bilinear where larger.
    ///
    /// Axes are scaled apart; samples are rounded to nearest. `width` and `height` are at least 1.
    /// The same picture gives the same bits on any thread.
    public func scaled(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(newWidth > 0 && newHeight > 0)
        guard newWidth != width || newHeight != height else { return self }
        let columns = ScalingTaps(from: width, to: newWidth)
        let rows = ScalingTaps(from: height, to: newHeight)
        var across = [Float](repeating: 0, count: height * newWidth * channels)
        for y in 0..<height {
            for x in 0..<newWidth {
                for channel in 0..<channels {
                    var sum: Float = 0
                    for tap in columns.range(x) {
                        let sample = pixels[(y * width + columns.source(tap)) * channels + channel]
                        sum += columns.weights[tap] * Float(sample)
                    }
                    across[(y * newWidth + x) * channels + channel] = sum
                }
            }
        }
        let rowCount = newWidth * channels
        var result = [UInt8](repeating: 0, count: newHeight * rowCount)
        var line = [Float](repeating: 0, count: rowCount)
        for y in 0..<newHeight {
            for index in line.indices { line[index] = 0 }
            for tap in rows.range(y) {
                let (start, weight) = (rows.source(tap) * rowCount, rows.weights[tap])
                for index in line.indices { line[index] += weight * across[start + index] }
            }
            for index in line.indices {
                result[y * rowCount + index] = UInt8(max(0, min(255, line[index].rounded())))
            }
        }
        return Image(width: newWidth, height: newHeight, channels: channels, pixels: result)
    }
}

/// Which samples of a line make each sample of a scaled one, and with which weights.
struct ScalingTaps {
    private(set) var weights: [Float] = []
    /// By tap, the sample that it takes.
    private(set) var sources: [Int32] = []
    /// Where the taps of each sample start, and where the last ones end.
    private(set) var starts: [Int32] = [0]

    /// Samples of the line that is scaled.
    let sourceCount: Int

    init(from count: Int, to newCount: Int) {
        sourceCount = count
        let scale = Double(count) / Double(newCount)
        // A triangle one output sample wide on either side is bilinear; a box is a mean over areas.
        for index in 0..<newCount {
            var taps: [(source: Int, weight: Double)] = []
            if scale > 1 {
                let (low, high) = (Double(index) * scale, Double(index + 1) * scale)
                for source in Int(low)..<min(count, Int(high.rounded(.up))) {
                    let covered = min(high, Double(source + 1)) - max(low, Double(source))
                    if covered > 0 { taps.append((source, covered)) }
                }
            } else {
                let place = max(0, min(Double(count - 1), (Double(index) + 0.5) * scale - 0.5))
                let left = min(Int(place), max(0, count - 2))
                let share = place - Double(left)
                taps.append((left, 1 - share))
                if share > 0 { taps.append((left + 1, share)) }
            }
            let total = taps.reduce(0) { $0 + $1.weight }
            for tap in taps {
                sources.append(Int32(tap.source))
                weights.append(Float(tap.weight / total))
            }
            starts.append(Int32(sources.count))
        }
    }

    func range(_ index: Int) -> Range<Int> {
        Int(starts[index])..<Int(starts[index + 1])
    }

    func source(_ tap: Int) -> Int { Int(sources[tap]) }
}
