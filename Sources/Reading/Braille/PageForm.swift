internal import Glibc

/// From the picture to the page's own axes: lines level, columns upright, dot pitch 1.
///
/// Slopes of lines and columns may change over the page, as in a photograph taken at a slant or of
/// a bowed page: each axis is straightened by a polynomial of second degree, and its scale may
/// change along it.
struct PageForm: Sendable {
    /// One axis: coordinate minus slope, bend and twist along the other axis, then scaled.
    struct Axis: Sendable {
        /// Slope, twist (times both), bend (times the other one's square).
        var slope = 0.0
        var twist = 0.0
        var bend = 0.0
        /// Pitches per unit at the centre, and its relative change per unit.
        var rate = 1.0
        var drift = 0.0

        /// The straightened coordinate of a place with `own` along and `other` across this axis.
        @inline(__always)
        func straight(_ own: Double, _ other: Double) -> Double {
            own - other * (slope + twist * own + bend * other)
        }

        @inline(__always)
        func value(_ own: Double, _ other: Double) -> Double {
            let line = straight(own, other)
            return line * rate * (1 + drift * line / 2)
        }
    }

    /// What is (0, 0) on the page, in the map's pixels.
    var centre: SIMD2<Double>
    /// Half the page's size in pixels: coordinates are divided by it.
    var extent: Double
    var columns = Axis()
    var lines = Axis()

    /// The page's coordinates of a place in the map.
    func page(_ place: SIMD2<Double>) -> SIMD2<Double> {
        let p = (place - centre) / extent
        return SIMD2(columns.value(p.x, p.y), lines.value(p.y, p.x))
    }

    /// The place in the map of page coordinates, by Newton's steps.
    func place(_ page: SIMD2<Double>) -> SIMD2<Double> {
        var p = SIMD2(page.x / columns.rate, page.y / lines.rate)
        let h = 1e-4
        for _ in 0..<12 {
            let now = SIMD2(columns.value(p.x, p.y), lines.value(p.y, p.x))
            let error = page - now
            if (error * error).sum() < 1e-8 { break }
            let right = SIMD2(columns.value(p.x + h, p.y), lines.value(p.y, p.x + h)) - now
            let down = SIMD2(columns.value(p.x, p.y + h), lines.value(p.y + h, p.x)) - now
            let determinant = (right.x * down.y - down.x * right.y) / (h * h)
            guard determinant.magnitude > 1e-9 else { break }
            let step = SIMD2(
                (error.x * down.y - down.x * error.y) / (h * determinant),
                (right.x * error.y - error.x * right.y) / (h * determinant)
            )
            let length = (step * step).sum().squareRoot()
            p += length > 0.5 ? step * (0.5 / length) : step
        }
        return centre + p * extent
    }
}
