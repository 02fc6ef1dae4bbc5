extension Plane {
    /// Values at the places `map(xs[i], ys[i])`, bilinear; `outside` where a neighbour is missing.
    ///
    /// `results` is overwritten and must be as long as the places. Twin: ``interpolated(x:y:)``.
    public func sample(
        xs: [Float],
        ys: [Float],
        through map: AffineMap,
        outside: Float,
        into results: inout [Float]
    ) {
        precondition(xs.count == ys.count && xs.count == results.count)
        let walk = PointWalk(map: map)
        let (width, height) = (width, height)
        for i in xs.indices {
            let place = walk.locate(x: xs[i], y: ys[i])
            guard let place, place.left + 1 < width, place.top + 1 < height else {
                results[i] = outside
                continue
            }
            let corner = place.top * width + place.left
            let upper = values[corner] + (values[corner + 1] - values[corner]) * place.weightX
            let below = corner + width
            let lower = values[below] + (values[below + 1] - values[below]) * place.weightX
            results[i] = upper + (lower - upper) * place.weightY
        }
    }
}

extension Image {
    /// Mixed brightness at the places `map(xs[i], ys[i])`, bilinear; `outside` where not covered.
    ///
    /// `results` is overwritten and must be as long as the places.
    public func sample(
        xs: [Float],
        ys: [Float],
        through map: AffineMap,
        mix: ChannelMix,
        outside: Float,
        into results: inout [Float]
    ) {
        precondition(xs.count == ys.count && xs.count == results.count)
        let walk = PointWalk(map: map)
        let sum = mix.red + mix.green + mix.blue
        func brightness(_ pixel: Int) -> Float {
            if channels == 1 { return Float(pixels[pixel]) * sum }
            let i = pixel * 3
            return Float(pixels[i]) * mix.red + Float(pixels[i + 1]) * mix.green
                + Float(pixels[i + 2]) * mix.blue
        }
        for i in xs.indices {
            let place = walk.locate(x: xs[i], y: ys[i])
            guard let place, place.left + 1 < width, place.top + 1 < height else {
                results[i] = outside
                continue
            }
            let corner = place.top * width + place.left
            let below = corner + width
            let upperLeft = brightness(corner)
            let upper = upperLeft + (brightness(corner + 1) - upperLeft) * place.weightX
            let lowerLeft = brightness(below)
            let lower = lowerLeft + (brightness(below + 1) - lowerLeft) * place.weightX
            results[i] = upper + (lower - upper) * place.weightY
        }
    }
}

/// An affine map in single precision that answers with neighbours and weights.
private struct PointWalk {
    let xx: Float
    let xy: Float
    let x0: Float
    let yx: Float
    let yy: Float
    let y0: Float

    init(map: AffineMap) {
        xx = Float(map.xx)
        xy = Float(map.xy)
        x0 = Float(map.x0 - 0.5)
        yx = Float(map.yx)
        yy = Float(map.yy)
        y0 = Float(map.y0 - 0.5)
    }

    @inline(__always)
    func locate(x: Float, y: Float) -> (left: Int, top: Int, weightX: Float, weightY: Float)? {
        let u = xx * x + xy * y + x0
        let v = yx * x + yy * y + y0
        guard u >= 0, v >= 0, u < 1e6, v < 1e6 else { return nil }
        let left = Int32(u)
        let top = Int32(v)
        return (Int(left), Int(top), u - Float(left), v - Float(top))
    }
}
