/// Source positions of a resampling in fixed point, 32 fractional bits, relative to pixel centres.
struct ResamplingWalk {
    let stepX: Int64
    let stepY: Int64
    private let rowX: Int64
    private let rowY: Int64
    private let startX: Int64
    private let startY: Int64
    /// `lane * step`, low 32 bits.
    let stepsX: SIMD16<UInt32>
    let stepsY: SIMD16<UInt32>
    /// The same for interleaved colour: three blocks of 16 samples, `(sample / 3) * step`.
    let colourStepsX: InlineArray<3, SIMD16<UInt32>>
    let colourStepsY: InlineArray<3, SIMD16<UInt32>>
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
        func multiples(_ step: Int64, _ index: (Int) -> Int) -> SIMD16<UInt32> {
            var result = SIMD16<UInt32>()
            for lane in 0..<16 {
                result[lane] = UInt32(truncatingIfNeeded: step &* Int64(index(lane)))
            }
            return result
        }
        stepsX = multiples(stepX) { $0 }
        stepsY = multiples(stepY) { $0 }
        let across = stepX
        let along = stepY
        colourStepsX = InlineArray { part in multiples(across) { ($0 + 16 * part) / 3 } }
        colourStepsY = InlineArray { part in multiples(along) { ($0 + 16 * part) / 3 } }
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

@inline(__always)
func blockWeights(_ start: Int64, _ steps: SIMD16<UInt32>) -> SIMD16<UInt16> {
    let fraction = steps &+ SIMD16(repeating: UInt32(truncatingIfNeeded: start))
    return SIMD16<UInt16>(truncatingIfNeeded: fraction &>> 24)
}

/// Blends 16 samples with their right, lower and lower right neighbours.
@inline(__always)
func blend(
    _ base: UnsafePointer<UInt8>,
    pixelStride: Int,
    rowStride: Int,
    _ weightX: SIMD16<UInt16>,
    _ weightY: SIMD16<UInt16>
) -> SIMD16<UInt8> {
    func load(_ offset: Int) -> SIMD16<UInt16> {
        let bytes = unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: SIMD16<UInt8>.self)
        return SIMD16<UInt16>(truncatingIfNeeded: bytes)
    }
    let full = SIMD16<UInt16>(repeating: 256)
    let keepX = full &- weightX
    let upper = load(0) &* keepX &+ load(pixelStride) &* weightX
    let lower = load(rowStride) &* keepX &+ load(rowStride + pixelStride) &* weightX
    let keepY = SIMD16<UInt32>(truncatingIfNeeded: full &- weightY)
    let sum =
        SIMD16<UInt32>(truncatingIfNeeded: upper) &* keepY
        &+ SIMD16<UInt32>(truncatingIfNeeded: lower) &* SIMD16<UInt32>(truncatingIfNeeded: weightY)
        &+ SIMD16(repeating: 32768)
    return SIMD16<UInt8>(truncatingIfNeeded: sum &>> 16)
}
