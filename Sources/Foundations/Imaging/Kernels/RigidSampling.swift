/// Where a small upright picture lies, turned, inside a larger one.
public struct RigidFrame: Sendable, Equatable {
    /// Column of the small picture's middle, in the large one.
    public var x: Double
    /// Row of the small picture's middle, in the large one.
    public var y: Double
    /// Turn in radians, positive from x towards y.
    public var radians: Double
    /// Columns on either side of the middle one.
    public var halfWidth: Int
    /// Rows on either side of the middle one.
    public var halfHeight: Int

    /// Makes a frame.
    public init(x: Double, y: Double, radians: Double, halfWidth: Int, halfHeight: Int) {
        self.x = x
        self.y = y
        self.radians = radians
        self.halfWidth = halfWidth
        self.halfHeight = halfHeight
    }

    /// Columns of the small picture.
    public var width: Int { 2 * halfWidth + 1 }
    /// Rows of the small picture.
    public var height: Int { 2 * halfHeight + 1 }
}

/// Cuts turned pictures out of planes by bilinear interpolation; edge values continue outside.
///
/// Where the samples lie is worked out once for all planes of a frame. The same arithmetic for every
/// caller and thread: equal input gives equal bits. Twin: one sample at a time, in the tests.
public struct RigidSampling: Sendable {
    private let width: Int
    private let count: Int
    /// Index of the upper left neighbour of every place of the frame, row-major.
    private let corners: [Int32]
    private let shares: [SIMD2<Float>]

    /// Prepares cutting `frame` out of planes of `width` by `height` places, each at least 2.
    public init(width: Int, height: Int, cosine: Float, sine: Float, frame: RigidFrame) {
        precondition(width > 1 && height > 1 && width * height < 1 << 24)
        self.width = width
        count = width * height
        let places = frame.width * frame.height
        var corners = [Int32](repeating: 0, count: places)
        var shares = [SIMD2<Float>](repeating: .zero, count: places)
        let (centreX, centreY) = (Float(frame.x), Float(frame.y))
        let (columnMax, rowMax) = (Float(width - 1), Float(height - 1))
        var corner = corners.mutableSpan
        var share = shares.mutableSpan
        var index = 0
        for v in -frame.halfHeight...frame.halfHeight {
            let rowX = centreX - sine * Float(v)
            let rowY = centreY + cosine * Float(v)
            for u in -frame.halfWidth...frame.halfWidth {
                let x = max(0, min(columnMax, rowX + cosine * Float(u)))
                let y = max(0, min(rowMax, rowY + sine * Float(u)))
                let column = min(Int32(x), Int32(width - 2))
                let row = min(Int32(y), Int32(height - 2))
                unsafe corner[unchecked: index] = row &* Int32(width) &+ column
                unsafe share[unchecked: index] = SIMD2(x - Float(column), y - Float(row))
                index &+= 1
            }
        }
        self.corners = corners
        self.shares = shares
    }

    /// The values of `plane` at the places of the frame, row-major.
    public func cut(_ plane: [Float]) -> [Float] {
        precondition(plane.count == count)
        return sampled(plane.span) { $0 }
    }

    /// The share of `mask` at the places of the frame, 0...1, row-major.
    public func cut(_ mask: RegionMask) -> [Float] {
        precondition(mask.cells.count == count)
        return sampled(mask.cells.span) { Float($0) }
    }

    @inline(__always)
    private func sampled<Element>(
        _ source: Span<Element>,
        _ value: (Element) -> Float
    ) -> [Float] {
        var result = [Float](repeating: 0, count: corners.count)
        let (corners, shares) = (corners.span, shares.span)
        var target = result.mutableSpan
        for place in 0..<corners.count {
            let corner = Int(unsafe corners[unchecked: place])
            let share = unsafe shares[unchecked: place]
            let below = corner &+ width
            let first = unsafe value(source[unchecked: corner])
            let second = unsafe value(source[unchecked: corner &+ 1])
            let third = unsafe value(source[unchecked: below])
            let fourth = unsafe value(source[unchecked: below &+ 1])
            let upper = first + (second - first) * share.x
            let lower = third + (fourth - third) * share.x
            unsafe target[unchecked: place] = upper + (lower - upper) * share.y
        }
        return result
    }
}
