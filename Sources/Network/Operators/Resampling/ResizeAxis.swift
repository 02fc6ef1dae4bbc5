/// How one axis is resized.
///
/// Coordinates are in single precision, so that the nearest place is that of other runtimes.
struct ResizeAxis {
    /// Extent of the input.
    let input: Int
    /// Extent of the output.
    let output: Int
    /// Extent of the output over that of the input as the node states it, above 0.
    let scale: Float
    /// Extent of the output before it was rounded.
    let length: Float
    /// First and last place to look at, as shares of the input.
    let region: (start: Float, end: Float)

    /// The axis with `scale` stated.
    init(input: Int, scale: Float, region: (start: Float, end: Float)) {
        self.input = input
        self.scale = scale
        self.region = region
        length = Float(input) * scale
        output = Int(length)
    }

    /// The axis with the extent of its output stated.
    init(input: Int, output: Int, scale: Float, region: (start: Float, end: Float)) {
        self.input = input
        self.output = output
        self.scale = scale
        self.region = region
        length = Float(output)
    }

    /// Whether the output is the input in every mode but crop-and-resize.
    var isSame: Bool { input == output && scale == 1 }

    /// Where on the input `place` of the output lies.
    func coordinate(_ place: Int, _ mode: ResizeForm.Coordinates) -> Float {
        let x = Float(place)
        let last = Float(input - 1)
        switch mode {
        case .asymmetric: return x / scale
        case .alignCorners: return length == 1 ? 0 : x * last / (length - 1)
        case .halfPixel: return (x + 0.5) / scale - 0.5
        case .halfPixelForNearest: return (x + 0.5) / scale
        case .pytorchHalfPixel: return output > 1 ? (x + 0.5) / scale - 0.5 : 0
        case .halfPixelSymmetric:
            let adjustment = Float(output) / (scale * Float(input))
            let offset = Float(input) / 2 * (1 - adjustment)
            return offset + (x + 0.5) / scale - 0.5
        case .cropAndResize:
            let (start, end) = region
            guard output > 1 else { return 0.5 * (start + end) * last }
            return start * last + x * (end - start) * last / Float(output - 1)
        }
    }

    /// Whether `coordinate` lies beside the input.
    func isOutside(_ coordinate: Float) -> Bool {
        !(coordinate >= 0 && coordinate <= Float(input - 1))
    }
}
