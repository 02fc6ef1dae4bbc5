public import Imaging

/// A line of print as the reader's net takes it: 32 rows of one channel, mean 0 and deviation 1 over
/// the line, so that neither light nor contrast matters; what is no line to its right is 0.
public enum LineInput {
    /// Rows.
    public static let height = 32
    /// Columns of the net's input for one of its output.
    public static let step = 4

    /// Rows of the smallest deviation, in samples: flat pictures do not become noise.
    private static let deviationMin: Float = 1.5

    /// Writes `image`, mono and ``height`` rows high, to `inputs` at `start`, `width` columns a row.
    ///
    /// - Parameters:
    ///   - image: No wider than `width`; traps otherwise.
    ///   - inputs: Where 0 stands so far.
    ///   - start: Place of the first sample.
    ///   - width: Columns of the input.
    ///   - shift: Columns by which it is moved to the right.
    public static func write(
        _ image: Image,
        to inputs: inout [Float],
        at start: Int,
        width: Int,
        shift: Int = 0
    ) {
        precondition(image.channels == 1 && image.height == height && image.width <= width)
        var (sum, squares) = (0, 0)
        for sample in image.pixels {
            sum += Int(sample)
            squares += Int(sample) * Int(sample)
        }
        let count = Float(image.pixels.count)
        let mean = Float(sum) / count
        let deviation = max(0, Float(squares) / count - mean * mean).squareRoot()
        let scale = 1 / max(deviationMin, deviation)
        let first = max(0, -shift)
        let last = min(image.width, width - shift)
        guard first < last else { return }
        for row in 0..<height {
            let line = start + row * width + shift
            for column in first..<last {
                let sample = Float(image.pixels[row * image.width + column])
                inputs[line + column] = max(-4, min(4, (sample - mean) * scale))
            }
        }
    }
}
