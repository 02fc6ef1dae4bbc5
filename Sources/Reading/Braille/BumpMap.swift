internal import Glibc
import Imaging
import Shading

/// How much the surface bulges towards the camera at every place, whatever that was seen by.
///
/// Bumps are positive, dents negative. The unit is arbitrary; only comparisons within a map count.
struct BumpMap: Sendable {
    /// Deviation of the smoothing, in dot pitches: fits a dot of 1.5 mm at a pitch of 2.5 mm.
    static let smoothingPitches = 0.16

    /// Half the side of what the light's direction is measured over, in pitches.
    private static let lampPitches = 24.0
    /// How much the usual direction counts against what is measured at a place.
    private static let lampHold: Float = 0.5

    /// The map.
    var plane: Plane
    /// Pixels of the picture along a side of the map's.
    let scale: Int
    /// Direction in which the light's side of a bump lies, image axes (y down); nil: not by shading.
    var light: SIMD2<Double>?

    /// From measured slopes: how much they fall from one side of a place to the other, smoothed.
    ///
    /// The negative Laplacian of the relief, which is not needed for it; `pitch` in blocks.
    init(_ slopes: SlopeField, pitch: Double) {
        let (width, height) = (slopes.across.width, slopes.across.height)
        let reach = max(1, Int((0.22 * pitch).rounded()))
        // Heights along each row and along each column by itself.
        var across = slopes.across
        var along = slopes.along
        for y in 0..<height {
            var sum: Float = 0
            var before: Float = 0
            for i in (y * width)..<((y + 1) * width) {
                let slope = across.values[i]
                sum += (before + slope) / 2
                before = slope
                across.values[i] = sum
            }
        }
        var before = [Float](repeating: 0, count: width)
        var sums = before
        for y in 0..<height {
            for x in 0..<width {
                let slope = along.values[y * width + x]
                sums[x] += (before[x] + slope) / 2
                before[x] = slope
                along.values[y * width + x] = sums[x]
            }
        }
        var result = Plane(width: width, height: height, filledWith: 0)
        for y in 0..<height {
            let row = y * width
            let above = max(y - reach, 0) * width
            let below = min(y + reach, height - 1) * width
            for x in 0..<width {
                let left = row + max(x - reach, 0)
                let right = row + min(x + reach, width - 1)
                let i = row + x
                result.values[i] =
                    2 * across.values[i] - across.values[left] - across.values[right]
                    + 2 * along.values[i] - along.values[above + x] - along.values[below + x]
            }
        }
        plane = result.smoothed(sigma: Self.smoothingPitches * 0.8 * pitch)
        scale = slopes.blockSide
        light = nil
    }

    /// From the slopes of brightness, along `light`.
    init(slopes: (x: Plane, y: Plane), light: SIMD2<Double>, scale: Int) {
        var result = slopes.x
        let (x, y) = (Float(light.x), Float(light.y))
        for i in result.values.indices {
            result.values[i] = x * slopes.x.values[i] + y * slopes.y.values[i]
        }
        plane = result
        self.scale = scale
        self.light = light
    }

    /// From the slopes of brightness, along a light whose direction changes from place to place as
    /// that of a lamp near the page does; `light` is its usual one.
    init(slopes: (x: Plane, y: Plane), near light: SIMD2<Double>, scale: Int, pitch: Double) {
        self.init(slopes: slopes, light: light, scale: scale)
        let cap = 9 * max(Peaks.spread(slopes.x), Peaks.spread(slopes.y))
        // Twice the angle: half turns are one axis.
        var (cosine, sine, energy) = (slopes.x, slopes.x, slopes.x)
        for i in energy.values.indices {
            let (x, y) = (slopes.x.values[i], slopes.y.values[i])
            let square = x * x + y * y
            let share = min(1, cap * cap / max(square, 1e-20))
            cosine.values[i] = (x * x - y * y) * share
            sine.values[i] = 2 * x * y * share
            energy.values[i] = square * share
        }
        let radius = Int(Self.lampPitches * pitch)
        cosine = cosine.boxMean(radius: radius)
        sine = sine.boxMean(radius: radius)
        energy = energy.boxMean(radius: radius)
        let usual = SIMD2(
            Float(light.x * light.x - light.y * light.y),
            Float(2 * light.x * light.y)
        )
        for i in plane.values.indices {
            let hold = Self.lampHold * energy.values[i]
            var turn = SIMD2(cosine.values[i], sine.values[i]) + usual * hold
            let length = (turn * turn).sum().squareRoot()
            guard length > 0 else { continue }
            turn /= length
            // Half the angle between where the light comes from and where it usually does.
            let along = (turn * usual).sum()
            guard along > 0 else { continue }
            let across = usual.x * turn.y - usual.y * turn.x
            let c = ((1 + along) / 2).squareRoot()
            let s = across / (2 * c)
            let (x, y) = (Float(light.x), Float(light.y))
            plane.values[i] =
                (x * c - y * s) * slopes.x.values[i] + (y * c + x * s) * slopes.y.values[i]
        }
    }

    /// The slopes of brightness over what surrounds a place, at the size of dots `pitch` apart.
    static func slopes(of grey: Plane, pitch: Double) -> (x: Plane, y: Plane) {
        let mean = grey.boxMean(radius: max(3, Int(1.6 * pitch)))
        var flat = grey
        for i in flat.values.indices {
            let ratio = (grey.values[i] + 8) / (mean.values[i] + 8) - 1
            flat.values[i] = min(max(ratio, -0.5), 0.5)
        }
        return flat.smoothed(sigma: smoothingPitches * pitch).gradients()
    }

    /// The directions, as unit vectors pointing up or left, along which most strong slopes lie.
    static func lightAxes(_ slopes: (x: Plane, y: Plane), pitch: Double) -> [SIMD2<Double>] {
        let (width, height) = (slopes.x.width, slopes.x.height)
        let reach = max(1, Int(0.35 * pitch))
        var strengths = slopes.x
        for i in strengths.values.indices {
            let (x, y) = (slopes.x.values[i], slopes.y.values[i])
            strengths.values[i] = x * x + y * y
        }
        // Cloth or wood beside the page has as steep slopes as dots have, but everywhere.
        let noise = GroundNoise(strengths, pitch: pitch)
        var found: [(strength: Double, angle: Double)] = []
        for peak in Peaks.places(strengths, reach: reach, above: 0) {
            let i = peak.y * width + peak.x
            guard peak.x > 1, peak.y > 1, peak.x < width - 2, peak.y < height - 2 else { continue }
            let angle = atan2(Double(slopes.y.values[i]), Double(slopes.x.values[i]))
            let place = SIMD2(Double(peak.x), Double(peak.y))
            found.append((noise.clearness(of: Double(strengths.values[i]), at: place), angle))
        }
        found.sort { $0.strength > $1.strength }
        var counts = [Double](repeating: 0, count: 36)
        for peak in found.prefix(3000) {
            // Half turns are one axis.
            let turn = (peak.angle / Double.pi + 2).truncatingRemainder(dividingBy: 1)
            counts[min(Int(turn * 36), 35)] += 1
        }
        let smooth = counts.indices.map { k in
            counts[k] * 2 + counts[(k + 1) % 36] + counts[(k + 35) % 36]
                + 0.5 * (counts[(k + 2) % 36] + counts[(k + 34) % 36])
        }
        let order = smooth.indices.sorted { smooth[$0] > smooth[$1] }
        guard let first = order.first else { return [SIMD2(0, -1)] }
        let distant = order.first { other in
            let distance = abs(other - first)
            return min(distance, 36 - distance) >= 5
        }
        var axes = [first]
        if let distant, smooth[distant] > 0.5 * smooth[first] { axes.append(distant) }
        return axes.map { bin in
            var (sumX, sumY) = (0.0, 0.0)
            for peak in found.prefix(3000) {
                let centre = (Double(bin) + 0.5) / 36 * Double.pi
                let apart = 2 * (peak.angle - centre)
                guard cos(apart) > 0.7 else { continue }
                sumX += cos(2 * peak.angle)
                sumY += sin(2 * peak.angle)
            }
            let angle = atan2(sumY, sumX) / 2
            let axis = SIMD2(cos(angle), sin(angle))
            return points(upOrLeft: axis)
        }
    }

    /// The axis as the vector that points up, or left where it lies level.
    static func points(upOrLeft axis: SIMD2<Double>) -> SIMD2<Double> {
        if axis.y.magnitude > 0.25 { return axis.y > 0 ? -axis : axis }
        return axis.x > 0 ? -axis : axis
    }
}
