/// Photometric stereo with four lights, eight pixels at a time: the way of the line.
///
/// Four levels of three unknowns leave one residual, the product of the levels with the one vector
/// that no surface can give. Every light's level differs from what the other three predict by that
/// residual over its own share of the vector; leaving the light out moves the solution by a multiple
/// of it. So all five solutions cost one. Thread-safe as a value.
public struct FourLightKernel: Sendable {
    /// From levels to ρ·n with all four lights: x, y, z.
    public var solution: (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)
    /// The vector that no surface can give.
    public var residual: SIMD4<Float>
    /// How far light k is off the other three's prediction, for a residual of 1; 0: cannot be told.
    public var excesses: SIMD4<Float>
    /// How ρ·n moves by light k being left out, for a residual of 1: x, y, z.
    public var moves: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)
    /// Brightest level under which a pixel is dark.
    public var levelMin: Float
    /// Share of the mean level from which the difference to the other three counts.
    public var residualMin: Float
    /// Share of the mean level under which the darkest may be a shadow.
    public var shadowMax: Float

    /// Makes a kernel of 3 rows of `solution` and 4 `moves`; traps for other counts.
    public init(
        solution: [SIMD4<Float>],
        residual: SIMD4<Float>,
        excesses: SIMD4<Float>,
        moves: [SIMD3<Float>],
        levelMin: Float,
        residualMin: Float,
        shadowMax: Float
    ) {
        precondition(solution.count == 3 && moves.count == 4)
        self.solution = (solution[0], solution[1], solution[2])
        self.residual = residual
        self.excesses = excesses
        self.moves = (moves[0], moves[1], moves[2], moves[3])
        self.levelMin = levelMin
        self.residualMin = residualMin
        self.shadowMax = shadowMax
    }

    /// ρ·n of four pictures of one size, as unit vectors and lengths; dark pixels: (0, 0, 1) and 0.
    public func normals(_ pictures: [Plane]) -> (x: Plane, y: Plane, z: Plane, length: Plane) {
        let (width, height) = (pictures[0].width, pictures[0].height)
        precondition(pictures.count == 4)
        precondition(pictures.allSatisfy { $0.width == width && $0.height == height })
        var x = Plane(width: width, height: height, filledWith: 0)
        var y = x
        var z = x
        var length = x
        unsafe x.values.withUnsafeMutableBufferPointer { x in
            unsafe y.values.withUnsafeMutableBufferPointer { y in
                unsafe z.values.withUnsafeMutableBufferPointer { z in
                    unsafe length.values.withUnsafeMutableBufferPointer { length in
                        nonisolated(unsafe) let target = unsafe Target(
                            x: x,
                            y: y,
                            z: z,
                            length: length
                        )
                        RowStrips.each(rows: height, width: width) { rows in
                            let places = (rows.lowerBound * width)..<(rows.upperBound * width)
                            unsafe solve(pictures, places, target)
                            unsafe target.normalise(places)
                        }
                    }
                }
            }
        }
        return (x, y, z, length)
    }

    private func solve(_ pictures: [Plane], _ places: Range<Int>, _ target: Target) {
        let planes = (
            pictures[0].values, pictures[1].values, pictures[2].values, pictures[3].values
        )
        let first = planes.0.span
        let second = planes.1.span
        let third = planes.2.span
        let fourth = planes.3.span
        var place = places.lowerBound
        while place < places.upperBound {
            let count = min(8, places.upperBound - place)
            let scaled = unsafe solve(
                first.lanes(at: place, count: count),
                second.lanes(at: place, count: count),
                third.lanes(at: place, count: count),
                fourth.lanes(at: place, count: count)
            )
            for lane in 0..<count {
                unsafe target.x[place &+ lane] = scaled.x[lane]
                unsafe target.y[place &+ lane] = scaled.y[lane]
                unsafe target.z[place &+ lane] = scaled.z[lane]
            }
            place += count
        }
    }

    @inline(__always)
    private func solve(
        _ a: Lanes,
        _ b: Lanes,
        _ c: Lanes,
        _ d: Lanes
    ) -> (x: Lanes, y: Lanes, z: Lanes) {
        let brightest = a.atLeast(b).atLeast(c.atLeast(d))
        let darkest = a.atMost(b).atMost(c.atMost(d))
        let mean = ((a + b) + (c + d)) * 0.25
        let left = Self.product(residual, a, b, c, d)
        var state = State(
            worst: mean * residualMin,
            // No level is under nothing: without shadows, none is the darkest.
            darkest: darkest.replacing(with: -1, where: darkest .>= mean * shadowMax)
        )
        state.leaveOut(excesses[0], moves.0, a, left, brightest)
        state.leaveOut(excesses[1], moves.1, b, left, brightest)
        state.leaveOut(excesses[2], moves.2, c, left, brightest)
        state.leaveOut(excesses[3], moves.3, d, left, brightest)
        let isDark = brightest .< levelMin
        let x = Self.product(solution.0, a, b, c, d) + state.x * left
        let y = Self.product(solution.1, a, b, c, d) + state.y * left
        let z = Self.product(solution.2, a, b, c, d) + state.z * left
        return (
            x.replacing(with: 0, where: isDark), y.replacing(with: 0, where: isDark),
            z.replacing(with: 0, where: isDark)
        )
    }

    @inline(__always)
    private static func product(
        _ row: SIMD4<Float>,
        _ a: Lanes,
        _ b: Lanes,
        _ c: Lanes,
        _ d: Lanes
    ) -> Lanes {
        row[0] * a + row[1] * b + row[2] * c + row[3] * d
    }

    /// What is left out so far.
    private struct State {
        var worst: Lanes
        let darkest: Lanes
        var x = Lanes.zero
        var y = Lanes.zero
        var z = Lanes.zero

        @inline(__always)
        init(worst: Lanes, darkest: Lanes) {
            self.worst = worst
            self.darkest = darkest
        }

        @inline(__always)
        mutating func leaveOut(
            _ excess: Float,
            _ move: SIMD3<Float>,
            _ level: Lanes,
            _ left: Lanes,
            _ brightest: Lanes
        ) {
            let over = left * excess
            // A light that is brightest and darkest at once is alone, and leaves no residual.
            let size = Lanes.zero
                .replacing(with: -over, where: level .== darkest)
                .replacing(with: over, where: level .== brightest)
            let isOut = size .> worst
            worst = worst.replacing(with: size, where: isOut)
            x = x.replacing(with: move.x, where: isOut)
            y = y.replacing(with: move.y, where: isOut)
            z = z.replacing(with: move.z, where: isOut)
        }
    }

    /// Where the results go; each thread has places of its own.
    @unsafe
    private struct Target {
        let x: UnsafeMutableBufferPointer<Float>
        let y: UnsafeMutableBufferPointer<Float>
        let z: UnsafeMutableBufferPointer<Float>
        let length: UnsafeMutableBufferPointer<Float>

        /// From ρ·n to its direction and length.
        func normalise(_ places: Range<Int>) {
            for i in places {
                let (u, v, w) = unsafe (x[i], y[i], z[i])
                let norm = (u * u + v * v + w * w).squareRoot()
                let share = norm > 0 ? 1 / norm : 0
                unsafe x[i] = u * share
                unsafe y[i] = v * share
                unsafe z[i] = norm > 0 ? w * share : 1
                unsafe length[i] = norm
            }
        }
    }
}
