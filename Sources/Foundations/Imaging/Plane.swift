/// A picture of one `Float` per pixel.
///
/// Row-major: the value at column `x`, row `y` is `values[y * width + x]`. Thread-safe as a value.
public struct Plane: Sendable, Equatable {
    /// Columns; at least 1.
    public let width: Int
    /// Rows; at least 1.
    public let height: Int
    /// `width * height` values.
    public var values: [Float]

    /// Wraps `values`; traps when their count does not fit.
    public init(width: Int, height: Int, values: [Float]) {
        precondition(width > 0 && height > 0 && values.count == width * height)
        self.width = width
        self.height = height
        self.values = values
    }

    /// A plane filled with `value`.
    public init(width: Int, height: Int, filledWith value: Float) {
        self.init(
            width: width,
            height: height,
            values: Array(repeating: value, count: width * height)
        )
    }

    /// The value at column `x` and row `y`; traps outside.
    public subscript(x: Int, y: Int) -> Float {
        get { values[y * width + x] }
        set { values[y * width + x] = newValue }
    }
}
