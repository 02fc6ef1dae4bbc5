/// Which rows and columns a resized picture mixes, and how much of each.
public struct InterpolationShape: Sendable {
    /// One row of the result, between two of the input.
    public struct Mix: Sendable {
        /// Index of the first.
        public var first: Int
        /// Index of the second; may be the first.
        public var second: Int
        /// Share of the first.
        public var firstShare: Float
        /// Share of the second.
        public var secondShare: Float
    }

    /// Rows of the input.
    public let height: Int
    /// Columns of the input.
    public let width: Int
    /// By row of the result.
    public let rows: [Mix]
    /// By column of the result, the two columns of the input that it lies between.
    public let columns: [Int32]
    /// By column of the result, the shares of both.
    public let columnShares: [Float]

    /// Enlarges `height` rows and `width` columns by whole factors, pixels taken as areas: ONNX's linear
    /// mode with half_pixel coordinates.
    public init(height: Int, width: Int, scaleY: Int, scaleX: Int) {
        self.height = height
        self.width = width
        rows = Self.mixes(height, scaleY)
        let across = Self.mixes(width, scaleX)
        columns = across.flatMap { [Int32($0.first), Int32($0.second)] }
        columnShares = across.flatMap { [$0.firstShare, $0.secondShare] }
    }

    private static func mixes(_ count: Int, _ scale: Int) -> [Mix] {
        (0..<count * scale).map { index in
            let place = (Float(index) + 0.5) / Float(scale) - 0.5
            let inside = max(0, min(Float(count - 1), place))
            let first = Int(inside)
            let share = inside - Float(first)
            return Mix(
                first: first,
                second: min(count - 1, first + 1),
                firstShare: 1 - share,
                secondShare: share
            )
        }
    }
}
