/// How sharp a picture is, as one number that brightness does not change.
///
/// The same scene less sharp gives a smaller number; numbers of different scenes do not compare, so
/// take the same reference region every time. Source of both measures: S. Pertuz, D. Puig,
/// M. A. García, Analysis of focus measure operators, Pattern Recognition 46 (2013), p. 1415,
/// LAP4 (variance of the Laplacian) and GRA6 (gradient energy).
public enum FocusMeasure {
    /// Variance of the Laplacian over the squared mean brightness.
    ///
    /// - Parameters:
    ///   - pixels: Brightness, row-major, `width * height` numbers.
    ///   - width: Columns, at least 3.
    ///   - height: Rows, at least 3.
    /// - Returns: At least 0; 0 for a black picture.
    public static func laplacianVariance(_ pixels: [Float], width: Int, height: Int) -> Double {
        precondition(width >= 3 && height >= 3 && pixels.count == width * height)
        var (sum, squares, brightness) = (0.0, 0.0, 0.0)
        for row in 1..<height - 1 {
            for place in row * width + 1..<row * width + width - 1 {
                let around =
                    pixels[place - 1] + pixels[place + 1] + pixels[place - width]
                    + pixels[place + width]
                let bulge = Double(around - 4 * pixels[place])
                sum += bulge
                squares += bulge * bulge
                brightness += Double(pixels[place])
            }
        }
        let count = Double((width - 2) * (height - 2))
        let mean = brightness / count
        guard mean > 0 else { return 0 }
        let variance = max(0, squares / count - (sum / count) * (sum / count))
        return variance / (mean * mean)
    }

    /// Mean squared difference of neighbours in one row over the squared mean brightness.
    ///
    /// - Parameter row: Brightness, at least 2 numbers.
    /// - Returns: At least 0; 0 for a black row.
    public static func gradientEnergy(row: [Float]) -> Double {
        precondition(row.count >= 2)
        var (energy, brightness) = (0.0, Double(row[0]))
        for place in 1..<row.count {
            let step = Double(row[place] - row[place - 1])
            energy += step * step
            brightness += Double(row[place])
        }
        let mean = brightness / Double(row.count)
        guard mean > 0 else { return 0 }
        return energy / Double(row.count - 1) / (mean * mean)
    }
}
