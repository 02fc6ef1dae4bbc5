/// Cuts windows of one size out of pictures and brings them to another: means over areas where they
/// get smaller, bilinear where larger, as ``Image/scaled(width:height:)``.
///
/// Thread-safe as a value; the same picture gives the same bits on any thread.
public struct WindowScaling: Sendable {
    /// Columns of a window.
    public let windowWidth: Int
    /// Rows of a window.
    public let windowHeight: Int
    /// Columns of what is made of it.
    public let width: Int
    /// Rows of what is made of it.
    public let height: Int

    private let columns: ScalingTaps
    private let rows: ScalingTaps

    /// Prepares for windows of `windowWidth` by `windowHeight` pixels; all extents are at least 1.
    public init(windowWidth: Int, windowHeight: Int, width: Int, height: Int) {
        precondition(windowWidth > 0 && windowHeight > 0 && width > 0 && height > 0)
        self.windowWidth = windowWidth
        self.windowHeight = windowHeight
        self.width = width
        self.height = height
        columns = ScalingTaps(from: windowWidth, to: width)
        rows = ScalingTaps(from: windowHeight, to: height)
    }

    /// The window of `image` whose first pixel lies at column `left` and row `top`; what lies outside
    /// is the nearest pixel inside.
    ///
    /// - Parameters:
    ///   - image: Of any size.
    ///   - left: May lie outside, as `top` may.
    ///   - top: See `left`.
    ///   - gains: Per channel, the factor on its samples; what exceeds 255 becomes 255.
    /// - Returns: ``width`` by ``height`` pixels with the picture's channels.
    public func cut(_ image: Image, left: Int, top: Int, gains: [Float]) -> Image {
        precondition(gains.count == image.channels)
        let channels = image.channels
        // Columns of the window that lie inside the picture.
        let first = max(0, min(windowWidth - 1, -left))
        let last = max(first, min(windowWidth - 1, image.width - 1 - left))
        var line = [Float](repeating: 0, count: windowWidth * channels)
        var result = [UInt8](repeating: 0, count: width * height * channels)
        for y in 0..<height {
            for index in line.indices { line[index] = 0 }
            for tap in rows.range(y) {
                let row = max(0, min(image.height - 1, top + rows.source(tap)))
                let column = max(0, min(image.width - 1, left + first))
                let end = max(column, min(image.width - 1, left + last))
                Self.add(
                    image.pixels,
                    from: (row * image.width + column) * channels,
                    count: (end - column + 1) * channels,
                    weight: rows.weights[tap],
                    to: &line,
                    at: first * channels
                )
            }
            for channel in 0..<channels {
                let high = line[last * channels + channel]
                for x in 0..<first {
                    line[x * channels + channel] = line[first * channels + channel]
                }
                for x in last + 1..<max(last + 1, windowWidth) {
                    line[x * channels + channel] = high
                }
            }
            gather(line, channels: channels, gains: gains, to: &result, at: y * width * channels)
        }
        return Image(width: width, height: height, channels: channels, pixels: result)
    }

    /// Adds `count` samples times `weight`.
    private static func add(
        _ pixels: [UInt8],
        from start: Int,
        count: Int,
        weight: Float,
        to line: inout [Float],
        at target: Int
    ) {
        guard count > 0 else { return }
        precondition(start >= 0 && start + count <= pixels.count && target + count <= line.count)
        unsafe pixels.withUnsafeBufferPointer { samples in
            unsafe line.withUnsafeMutableBufferPointer { sums in
                for index in 0..<count {
                    unsafe sums[target + index] += weight * Float(samples[start + index])
                }
            }
        }
    }

    private func gather(
        _ line: [Float],
        channels: Int,
        gains: [Float],
        to result: inout [UInt8],
        at start: Int
    ) {
        unsafe line.withUnsafeBufferPointer { line in
            unsafe result.withUnsafeMutableBufferPointer { result in
                for x in 0..<width {
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for tap in columns.range(x) {
                            let sample = unsafe line[columns.source(tap) * channels + channel]
                            sum += columns.weights[tap] * sample
                        }
                        let level = max(0, min(255, (sum * gains[channel]).rounded()))
                        unsafe result[start + x * channels + channel] = UInt8(level)
                    }
                }
            }
        }
    }
}
