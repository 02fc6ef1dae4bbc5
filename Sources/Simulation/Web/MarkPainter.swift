internal import Foundation

/// An irregular patch of matter on the web, lit as a flat grain.
struct Blob {
    var x: Double
    var y: Double
    /// Half extents along its own axes, millimetres.
    var length: Double
    var width: Double
    var angle: Double
    var colour: SIMD3<Float>
    /// How much it hides, 0...1.
    var opacity: Float
    /// 0 a clean ellipse, 1 ragged.
    var ragged: Double
    /// Width of the fading edge, millimetres.
    var edge: Double
    /// Light on the side towards the camera's top, -1...1.
    var relief: Float
    var shadow: Float
    let seed: UInt64
}

extension Canvas {
    /// Paints one blob.
    mutating func paint(_ blob: Blob) {
        let reach = max(blob.length, blob.width) * (1 + 0.5 * blob.ragged) + blob.edge + 0.3
        let box = box(around: blob.x, blob.y, halfWidth: reach, halfHeight: reach)
        let noise = SmoothNoise(seed: blob.seed, purpose: .piece, stream: 5, period: 0.7)
        let cosine = cos(blob.angle)
        let sine = sin(blob.angle)
        let small = min(blob.length, blob.width)
        for row in box.rows {
            let dy = grid.y(row) - blob.y
            for column in box.columns {
                let dx = grid.x(column) - blob.x
                let u = (cosine * dx + sine * dy) / blob.length
                let v = (cosine * dy - sine * dx) / blob.width
                let radial = (u * u + v * v).squareRoot()
                let bearing = atan2(v, u)
                let wave = noise(2 * cos(bearing) + 7) + noise(2.6 * sin(bearing) - 9)
                let outline = 1 + 0.28 * blob.ragged * wave
                let outside = (radial - outline) * small
                let index = base(row) &+ column
                if outside > 0, blob.shadow > 0 {
                    let near = Float(max(0, 1 - outside / 0.35))
                    filter(index, by: 1 - blob.shadow * near * near, adding: 0)
                }
                let cover = Float(min(1, max(0, 0.5 - outside / blob.edge))) * blob.opacity
                guard cover > 0 else { continue }
                let light = 1 + blob.relief * Float(v * 0.5 - u * 0.25)
                blend(index, blob.colour * max(0.1, light), cover)
            }
        }
    }

    /// Paints a thread along `points` (millimetres), `width` wide.
    mutating func paintThread(
        _ points: [SIMD2<Double>],
        width: Double,
        colour: SIMD3<Float>,
        opacity: Float,
        shadow: Float
    ) {
        guard let first = points.first else { return }
        var low = first
        var high = first
        for point in points {
            low = SIMD2(min(low.x, point.x), min(low.y, point.y))
            high = SIMD2(max(high.x, point.x), max(high.y, point.y))
        }
        let middle = (low + high) / 2
        let half = (high - low) / 2 + 0.5
        let box = box(around: middle.x, middle.y, halfWidth: half.x, halfHeight: half.y)
        let pixel = (grid.millimetresPerColumn + grid.millimetresPerRow) / 2
        for row in box.rows {
            for column in box.columns {
                let place = SIMD2(grid.x(column), grid.y(row))
                var nearest = 9.0
                for (from, to) in zip(points, points.dropFirst()) {
                    nearest = min(nearest, distance(from: place, toSegment: (from, to)))
                }
                guard nearest < width / 2 + 0.4 else { continue }
                let index = base(row) &+ column
                let dark = Float(max(0, 1 - nearest / (width / 2 + 0.3)))
                filter(index, by: 1 - shadow * dark, adding: 0)
                let sharp = min(1, max(0, (width / 2 - nearest) / pixel + 0.5))
                let full = min(1, width / pixel)
                blend(index, colour, Float(sharp * full) * opacity)
            }
        }
    }
}
