/// Sums over square blocks of a picture: brightness at a coarser scale, with the fine texture kept
/// in the sum of squares.
///
/// All sums are whole numbers, so no order of work can change a bit. Rows and columns that do not
/// fill a block at the far edges are left out. Thread-safe as a value.
public struct BlockSums: Sendable, Equatable {
    /// Blocks across.
    public let width: Int
    /// Blocks down.
    public let height: Int
    /// Pixels of a block's side.
    public let factor: Int
    /// One plane per channel: sums of samples, row-major.
    public var channels: [[Int32]]
    /// Sums of luminance; for mono the same as `channels[0]`.
    public var luminance: [Int32]
    /// Sums of squared luminance.
    public var squares: [Int32]

    /// Luminance of one colour pixel, 0...255, in the sRGB encoding: (R + 2G + B + 2) / 4.
    @inline(__always)
    public static func luminance(red: UInt8, green: UInt8, blue: UInt8) -> Int32 {
        (Int32(red) + 2 * Int32(green) + Int32(blue) + 2) >> 2
    }

    /// Sums `image` in blocks of `factor` by `factor` pixels; 1...16, and the image holds a block.
    public init(_ image: Image, factor: Int) {
        precondition((1...16).contains(factor))
        precondition(image.width >= factor && image.height >= factor)
        width = image.width / factor
        height = image.height / factor
        self.factor = factor
        let count = width * height
        let zero = [Int32](repeating: 0, count: count)
        luminance = zero
        squares = zero
        if image.channels == 1 {
            channels = []
            if factor == 2 { sumMonoPairs(image) } else { sumMono(image) }
            channels = [luminance]
        } else if factor == 2 {
            channels = []
            sumColourPairs(image)
        } else {
            channels = [zero, zero, zero]
            sumColour(image)
        }
    }

    private mutating func sumMono(_ image: Image) {
        let (width, height, factor) = (width, height, factor)
        unsafe image.pixels.withUnsafeBufferPointer { source in
            unsafe luminance.withUnsafeMutableBufferPointer { sum in
                unsafe squares.withUnsafeMutableBufferPointer { square in
                    for row in 0..<height * factor {
                        let start = row * image.width
                        let target = row / factor * width
                        for x in 0..<width {
                            var first: Int32 = 0
                            var second: Int32 = 0
                            for inner in 0..<factor {
                                let value = unsafe Int32(source[start + x * factor + inner])
                                first &+= value
                                second &+= value &* value
                            }
                            unsafe sum[target + x] &+= first
                            unsafe square[target + x] &+= second
                        }
                    }
                }
            }
        }
    }

    private mutating func sumColour(_ image: Image) {
        let (width, height, factor) = (width, height, factor)
        var red = channels[0]
        var green = channels[1]
        var blue = channels[2]
        unsafe image.pixels.withUnsafeBufferPointer { source in
            for row in 0..<height * factor {
                let start = row * image.width * 3
                let target = row / factor * width
                for x in 0..<width {
                    var sums = SIMD4<Int32>()
                    var square: Int32 = 0
                    for inner in 0..<factor {
                        let at = start + (x * factor + inner) * 3
                        let (r, g, b) = unsafe (source[at], source[at + 1], source[at + 2])
                        let value = Self.luminance(red: r, green: g, blue: b)
                        sums &+= SIMD4(Int32(r), Int32(g), Int32(b), value)
                        square &+= value &* value
                    }
                    red[target + x] &+= sums[0]
                    green[target + x] &+= sums[1]
                    blue[target + x] &+= sums[2]
                    luminance[target + x] &+= sums[3]
                    squares[target + x] &+= square
                }
            }
        }
        channels = [red, green, blue]
    }
}
