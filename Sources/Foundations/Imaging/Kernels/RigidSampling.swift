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
public enum RigidSampling {
    /// The values of `plane` (row-major, `width` wide) at the places of `frame`, row-major.
    ///
    /// The same arithmetic for every caller and thread: equal input gives equal bits.
    public static func cut(
        _ plane: [Float],
        width: Int,
        cosine: Float,
        sine: Float,
        frame: RigidFrame
    ) -> [Float] {
        let height = plane.count / width
        precondition(width * height == plane.count && width > 1 && height > 1)
        let columnMax = Float(width - 1)
        let rowMax = Float(height - 1)
        var result = [Float](repeating: 0, count: frame.width * frame.height)
        let (centreX, centreY) = (Float(frame.x), Float(frame.y))
        unsafe plane.withUnsafeBufferPointer { source in
            unsafe result.withUnsafeMutableBufferPointer { target in
                var index = 0
                for v in -frame.halfHeight...frame.halfHeight {
                    let rowX = centreX - sine * Float(v)
                    let rowY = centreY + cosine * Float(v)
                    for u in -frame.halfWidth...frame.halfWidth {
                        let x = max(0, min(columnMax, rowX + cosine * Float(u)))
                        let y = max(0, min(rowMax, rowY + sine * Float(u)))
                        let column = min(Int(x), width - 2)
                        let row = min(Int(y), height - 2)
                        let (partX, partY) = (x - Float(column), y - Float(row))
                        let at = row * width + column
                        let upper = unsafe source[at] + (source[at + 1] - source[at]) * partX
                        let lower =
                            unsafe source[at + width]
                            + (source[at + width + 1] - source[at + width]) * partX
                        unsafe target[index] = upper + (lower - upper) * partY
                        index += 1
                    }
                }
            }
        }
        return result
    }
}
