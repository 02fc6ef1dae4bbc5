/// Source positions of a resampling in fixed point, 32 fractional bits, relative to pixel centres.
struct ResamplingWalk {
    let stepX: Int64
    let stepY: Int64
    private let rowX: Int64
    private let rowY: Int64
    private let startX: Int64
    private let startY: Int64
    /// For mono: 16 pixels beside each other.
    let steps: SampleSteps
    /// For interleaved colour: three blocks of 16 samples, which are 16 pixels.
    let colourSteps: (SampleSteps, SampleSteps, SampleSteps)
    /// Whether the step across is close enough to one pixel for blocks to be worth a try.
    let keepsNeighbours: Bool

    init(map: AffineMap) {
        func fixed(_ value: Double) -> Int64 {
            Int64((min(max(value, -1e9), 1e9) * 4_294_967_296).rounded())
        }
        stepX = fixed(map.xx)
        stepY = fixed(map.yx)
        rowX = fixed(map.xy)
        rowY = fixed(map.yy)
        let first = map(x: 0.5, y: 0.5)
        startX = fixed(first.x - 0.5)
        startY = fixed(first.y - 0.5)
        steps = SampleSteps(stepX: fixed(map.xx), stepY: fixed(map.yx)) { $0 }
        colourSteps = (
            SampleSteps(stepX: fixed(map.xx), stepY: fixed(map.yx)) { $0 / 3 },
            SampleSteps(stepX: fixed(map.xx), stepY: fixed(map.yx)) { ($0 + 16) / 3 },
            SampleSteps(stepX: fixed(map.xx), stepY: fixed(map.yx)) { ($0 + 32) / 3 }
        )
        keepsNeighbours = abs(map.xx - 1) < 1.0 / 32
    }

    /// Position read by target pixel `(x, y)`.
    @inline(__always)
    func position(x: Int, y: Int) -> (u: Int64, v: Int64) {
        (
            startX &+ Int64(x) &* stepX &+ Int64(y) &* rowX,
            startY &+ Int64(x) &* stepY &+ Int64(y) &* rowY
        )
    }

    /// Whether 16 steps from `fraction` each enter the next pixel, none skipped or repeated.
    @inline(__always)
    func isContiguous(fraction: UInt32) -> Bool {
        // Whole part of fraction + lane * (step - 1) must stay 0 for lane 15; it is linear in lane.
        let excess = Int64(fraction) &+ 15 &* (stepX &- 4_294_967_296)
        return excess >= 0 && excess < 4_294_967_296
    }
}

/// How far 16 neighbouring samples lie behind the first, along both axes, low 32 bits.
///
/// Samples with even and with odd numbers are kept apart, as 16-bit lanes want them.
struct SampleSteps {
    /// Of the samples 0, 4, 8, 12 and 1, 5, 9, 13.
    private let firstX: SIMD8<UInt32>
    private let firstY: SIMD8<UInt32>
    /// Of the samples 2, 6, 10, 14 and 3, 7, 11, 15.
    private let secondX: SIMD8<UInt32>
    private let secondY: SIMD8<UInt32>

    /// For samples of the pixels that `pixel` names, one after the other.
    init(stepX: Int64, stepY: Int64, pixel: (Int) -> Int) {
        func multiples(_ step: Int64, _ offset: Int) -> SIMD8<UInt32> {
            var result = SIMD8<UInt32>()
            for lane in 0..<8 {
                let sample = lane % 4 * 4 + lane / 4 + offset
                result[lane] = UInt32(truncatingIfNeeded: step &* Int64(pixel(sample)))
            }
            return result
        }
        firstX = multiples(stepX, 0)
        firstY = multiples(stepY, 0)
        secondX = multiples(stepX, 2)
        secondY = multiples(stepY, 2)
    }

    /// Weights of the right neighbours, in 256ths: of the even samples, then of the odd ones.
    @inline(__always)
    func weightsX(from u: Int64) -> SIMD16<UInt16> { Self.weights(u, firstX, secondX) }

    /// Weights of the lower neighbours, in 256ths: of the even samples, then of the odd ones.
    @inline(__always)
    func weightsY(from v: Int64) -> SIMD16<UInt16> { Self.weights(v, firstY, secondY) }

    @inline(__always)
    private static func weights(
        _ start: Int64,
        _ first: SIMD8<UInt32>,
        _ second: SIMD8<UInt32>
    ) -> SIMD16<UInt16> {
        let fraction = SIMD8(repeating: UInt32(truncatingIfNeeded: start))
        let low = (first &+ fraction) &>> 24
        let high = ((second &+ fraction) &>> 8) & 0x00FF_0000
        return unsafe unsafeBitCast(low | high, to: SIMD16<UInt16>.self)
    }
}

/// Blends 16 samples with their right, lower and lower right neighbours.
///
/// `(upper * (256 - wy) + lower * wy + 2^15) / 2^16` with `upper` and `lower` blended across, worked
/// out in 16 bits: high and low bytes apart, the low ones' sum carried over.
@inline(__always)
func blend(
    _ base: UnsafePointer<UInt8>,
    pixelStride: Int,
    rowStride: Int,
    _ weightsX: SIMD16<UInt16>,
    _ weightsY: SIMD16<UInt16>
) -> SIMD8<UInt16> {
    @inline(__always)
    func load(_ offset: Int) -> SIMD8<UInt16> {
        unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: SIMD8<UInt16>.self)
    }
    let (first, second) = (load(0), load(pixelStride))
    let (third, fourth) = (load(rowStride), load(rowStride + pixelStride))
    let low = SIMD8<UInt16>(repeating: 255)
    let even = blendLanes(
        (first & low, second & low, third & low, fourth & low),
        weightsX.lowHalf,
        weightsY.lowHalf
    )
    let odd = blendLanes(
        (first &>> 8, second &>> 8, third &>> 8, fourth &>> 8),
        weightsX.highHalf,
        weightsY.highHalf
    )
    return even | odd &<< 8
}

@inline(__always)
private func blendLanes(
    _ samples: (SIMD8<UInt16>, SIMD8<UInt16>, SIMD8<UInt16>, SIMD8<UInt16>),
    _ weightX: SIMD8<UInt16>,
    _ weightY: SIMD8<UInt16>
) -> SIMD8<UInt16> {
    let full = SIMD8<UInt16>(repeating: 256)
    let (keepX, keepY) = (full &- weightX, full &- weightY)
    let upper = samples.0 &* keepX &+ samples.1 &* weightX
    let lower = samples.2 &* keepX &+ samples.3 &* weightX
    let low = SIMD8<UInt16>(repeating: 255)
    let highSum = (upper &>> 8) &* keepY &+ (lower &>> 8) &* weightY
    let lowSum = (upper & low) &* keepY &+ (lower & low) &* weightY
    return (highSum &+ (lowSum &>> 8) &+ 128) &>> 8
}
