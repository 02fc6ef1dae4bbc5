public import Imaging

/// A picture as the net that finds lines takes it: each sample against the mean and deviation of
/// the window around it, so that neither light nor contrast matters.
public enum FinderInput {
    /// Pixels from a sample to the edge of its window.
    static let reach = 24
    /// Deviation, in samples, below which a window counts as flat.
    static let flat = 4.0

    /// Writes `image`, mono, to `inputs` at `start`, `width` columns a row.
    public static func write(
        _ image: Image,
        to inputs: inout [Float],
        at start: Int,
        width: Int
    ) {
        precondition(image.channels == 1 && image.width <= width)
        let (columns, rows) = (image.width, image.height)
        // Sums over everything above and to the left.
        var sums = [Int](repeating: 0, count: (columns + 1) * (rows + 1))
        var squares = sums
        for row in 0..<rows {
            var (sum, square) = (0, 0)
            for column in 0..<columns {
                let sample = Int(image.pixels[row * columns + column])
                sum += sample
                square += sample * sample
                let place = (row + 1) * (columns + 1) + column + 1
                sums[place] = sums[place - columns - 1] + sum
                squares[place] = squares[place - columns - 1] + square
            }
        }
        for row in 0..<rows {
            let top = max(0, row - reach) * (columns + 1)
            let bottom = min(rows, row + reach + 1) * (columns + 1)
            let high = (bottom - top) / (columns + 1)
            for column in 0..<columns {
                let left = max(0, column - reach)
                let right = min(columns, column + reach + 1)
                let count = Double(high * (right - left))
                func total(_ list: [Int]) -> Double {
                    Double(
                        list[bottom + right] - list[bottom + left] - list[top + right]
                            + list[top + left]
                    )
                }
                let mean = total(sums) / count
                let deviation = max(0, total(squares) / count - mean * mean).squareRoot()
                let sample = Double(image.pixels[row * columns + column])
                let value = (sample - mean) / (deviation + flat)
                inputs[start + row * width + column] = Float(max(-4, min(4, value)))
            }
        }
    }
}
