/// Blocks of two by two pixels, eight blocks at a time. Twin: blocks of any size, one by one.
extension BlockSums {
    mutating func sumMonoPairs(_ image: Image) {
        let (width, height, stride) = (width, height, image.width)
        let source = image.pixels.span
        precondition(source.count >= 2 * height * stride && 2 * width <= stride)
        var (first, second) = (luminance, squares)
        for y in 0..<height {
            let upper = 2 * y * stride
            var sums = first.mutableSpan
            var squared = second.mutableSpan
            Self.sumPairs(
                source,
                upper: upper,
                lower: upper + stride,
                count: width,
                sums: &sums,
                squares: &squared,
                at: y * width
            )
        }
        (luminance, squares) = (first, second)
    }

    mutating func sumColourPairs(_ image: Image) {
        let (width, height) = (width, height)
        let stride = image.width
        let source = image.pixels.span
        precondition(source.count >= 2 * height * stride * 3 && 2 * width <= stride)
        var (red, green, blue) = (luminance, luminance, luminance)
        var (brightness, squared) = (luminance, squares)
        // Two rows of each channel, and of their luminance, one behind the other.
        var planar = [UInt8](repeating: 0, count: 4 * 2 * stride)
        for y in 0..<height {
            var rows = planar.mutableSpan
            for row in 0..<2 {
                Self.separate(
                    source,
                    from: (2 * y + row) * stride * 3,
                    count: stride,
                    into: &rows,
                    at: row * stride,
                    plane: 2 * stride
                )
            }
            let separated = planar.span
            let start = y * width
            Self.sumPairs(separated, from: 0, stride, count: width, to: &red, at: start)
            Self.sumPairs(separated, from: 2 * stride, stride, count: width, to: &green, at: start)
            Self.sumPairs(separated, from: 4 * stride, stride, count: width, to: &blue, at: start)
            var sums = brightness.mutableSpan
            var squaredSums = squared.mutableSpan
            Self.sumPairs(
                separated,
                upper: 6 * stride,
                lower: 7 * stride,
                count: width,
                sums: &sums,
                squares: &squaredSums,
                at: y * width
            )
        }
        (luminance, squares) = (brightness, squared)
        channels = [red, green, blue]
    }

    /// Sums and sums of squares of two by two samples.
    @inline(__always)
    private static func sumPairs(
        _ source: Span<UInt8>,
        upper: Int,
        lower: Int,
        count: Int,
        sums: inout MutableSpan<Int32>,
        squares: inout MutableSpan<Int32>,
        at start: Int
    ) {
        for x in stride(from: 0, to: count & ~7, by: 8) {
            let (even, odd) = unsafe evenAndOdd(source, at: upper &+ 2 &* x)
            let (evenBelow, oddBelow) = unsafe evenAndOdd(source, at: lower &+ 2 &* x)
            let sum = widened(even &+ odd &+ evenBelow &+ oddBelow)
            // A square fits sixteen bits, a sum of two does not.
            let square =
                widened(even &* even) &+ widened(odd &* odd)
                &+ widened(evenBelow &* evenBelow) &+ widened(oddBelow &* oddBelow)
            unsafe sums.put(sum, at: start &+ x)
            unsafe squares.put(square, at: start &+ x)
        }
        for x in count & ~7..<count {
            let first = unsafe Int32(source[unchecked: upper &+ 2 &* x])
            let second = unsafe Int32(source[unchecked: upper &+ 2 &* x &+ 1])
            let third = unsafe Int32(source[unchecked: lower &+ 2 &* x])
            let fourth = unsafe Int32(source[unchecked: lower &+ 2 &* x &+ 1])
            unsafe sums[unchecked: start &+ x] = first &+ second &+ third &+ fourth
            unsafe squares[unchecked: start &+ x] =
                first &* first &+ second &* second &+ third &* third &+ fourth &* fourth
        }
    }

    /// Sixteen bytes from `place` on, those with even and those with odd numbers.
    @inline(__always)
    @unsafe
    private static func evenAndOdd(
        _ source: Span<UInt8>,
        at place: Int
    ) -> (SIMD8<UInt16>, SIMD8<UInt16>) {
        let pairs = unsafe source.bytes.unsafeLoadUnaligned(
            fromUncheckedByteOffset: place,
            as: SIMD8<UInt16>.self
        )
        return (pairs & 255, pairs &>> 8)
    }

    @inline(__always)
    private static func widened(_ numbers: SIMD8<UInt16>) -> SIMD8<Int32> {
        let pairs = unsafe unsafeBitCast(numbers, to: SIMD4<UInt32>.self)
        var result = SIMD8<UInt32>()
        result.evenHalf = pairs & 0xFFFF
        result.oddHalf = pairs &>> 16
        return unsafe unsafeBitCast(result, to: SIMD8<Int32>.self)
    }

    /// Sums of two by two samples; the lower row lies `rowStride` behind the upper.
    @inline(__always)
    private static func sumPairs(
        _ source: Span<UInt8>,
        from upper: Int,
        _ rowStride: Int,
        count: Int,
        to sums: inout [Int32],
        at start: Int
    ) {
        precondition(start >= 0 && start + count <= sums.count)
        let lower = upper + rowStride
        var target = sums.mutableSpan
        for x in stride(from: 0, to: count & ~7, by: 8) {
            let (even, odd) = unsafe evenAndOdd(source, at: upper &+ 2 &* x)
            let (evenBelow, oddBelow) = unsafe evenAndOdd(source, at: lower &+ 2 &* x)
            let sum = widened(even &+ odd &+ evenBelow &+ oddBelow)
            unsafe target.put(sum, at: start &+ x)
        }
        for x in count & ~7..<count {
            let first = unsafe Int32(source[unchecked: upper &+ 2 &* x])
            let second = unsafe Int32(source[unchecked: upper &+ 2 &* x &+ 1])
            let third = unsafe Int32(source[unchecked: lower &+ 2 &* x])
            let fourth = unsafe Int32(source[unchecked: lower &+ 2 &* x &+ 1])
            unsafe target[unchecked: start &+ x] = first &+ second &+ third &+ fourth
        }
    }

    /// Takes a row of colour apart: red, green, blue and luminance lie `plane` bytes apart.
    @inline(__always)
    private static func separate(
        _ source: Span<UInt8>,
        from first: Int,
        count: Int,
        into target: inout MutableSpan<UInt8>,
        at start: Int,
        plane: Int
    ) {
        precondition(first >= 0 && first + 3 * count <= source.count)
        precondition(start >= 0 && start + count + 3 * plane <= target.count)
        for x in 0..<count {
            let red = unsafe source[unchecked: first &+ 3 &* x]
            let green = unsafe source[unchecked: first &+ 3 &* x &+ 1]
            let blue = unsafe source[unchecked: first &+ 3 &* x &+ 2]
            unsafe target[unchecked: start &+ x] = red
            unsafe target[unchecked: start &+ plane &+ x] = green
            unsafe target[unchecked: start &+ 2 &* plane &+ x] = blue
            unsafe target[unchecked: start &+ 3 &* plane &+ x] = UInt8(
                truncatingIfNeeded: luminance(red: red, green: green, blue: blue)
            )
        }
    }
}
