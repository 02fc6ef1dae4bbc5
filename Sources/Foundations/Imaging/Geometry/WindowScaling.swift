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
        let column = max(0, min(image.width - 1, left + first))
        // What of a line of the window lies inside, in samples.
        let inside = first * channels..<(last + 1) * channels
        var line = [Float](repeating: 0, count: windowWidth * channels)
        var result = [UInt8](repeating: 0, count: width * height * channels)
        let samples = image.pixels.span
        for y in 0..<height {
            var isFirst = true
            for tap in rows.range(y) {
                let row = max(0, min(image.height - 1, top + rows.source(tap)))
                LineScaling.add(
                    samples,
                    from: (row * image.width + column) * channels,
                    weight: rows.weights[tap],
                    to: &line,
                    inside,
                    isFirst: isFirst
                )
                isFirst = false
            }
            for place in 0..<inside.lowerBound {
                line[place] = line[inside.lowerBound + place % channels]
            }
            for place in inside.upperBound..<line.count {
                line[place] = line[last * channels + place % channels]
            }
            for channel in 0..<channels {
                LineScaling.gather(
                    line,
                    columns,
                    channels: channels,
                    gain: gains[channel],
                    to: &result,
                    at: y * width * channels + channel
                )
            }
        }
        return Image(width: width, height: height, channels: channels, pixels: result)
    }
}
