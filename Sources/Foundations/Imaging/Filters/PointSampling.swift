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
        let (values, xs, ys) = (values.span, xs.span, ys.span)
        var target = results.mutableSpan
        for i in 0..<xs.count {
            let place = unsafe walk.locate(x: xs[unchecked: i], y: ys[unchecked: i])
            guard let place, place.left + 1 < width, place.top + 1 < height else {
                unsafe target[unchecked: i] = outside
                continue
            }
            let corner = place.top &* width &+ place.left
            let below = corner &+ width
            let (first, third) = unsafe (values[unchecked: corner], values[unchecked: below])
            let second = unsafe values[unchecked: corner &+ 1]
            let fourth = unsafe values[unchecked: below &+ 1]
            let upper = first + (second - first) * place.weightX
            let lower = third + (fourth - third) * place.weightX
            unsafe target[unchecked: i] = upper + (lower - upper) * place.weightY
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
        let (width, height, channels) = (width, height, channels)
        let (pixels, xs, ys) = (pixels.span, xs.span, ys.span)
        var target = results.mutableSpan
        @inline(__always)
        func brightness(_ pixels: Span<UInt8>, _ pixel: Int) -> Float {
            if channels == 1 { return unsafe Float(pixels[unchecked: pixel]) * sum }
            let i = pixel &* 3
            return unsafe Float(pixels[unchecked: i]) * mix.red
                + Float(pixels[unchecked: i &+ 1]) * mix.green
                + Float(pixels[unchecked: i &+ 2]) * mix.blue
        }
        for i in 0..<xs.count {
            let place = unsafe walk.locate(x: xs[unchecked: i], y: ys[unchecked: i])
            guard let place, place.left + 1 < width, place.top + 1 < height else {
                unsafe target[unchecked: i] = outside
                continue
            }
            let corner = place.top &* width &+ place.left
            let below = corner &+ width
            let upperLeft = brightness(pixels, corner)
            let upper = upperLeft + (brightness(pixels, corner + 1) - upperLeft) * place.weightX
            let lowerLeft = brightness(pixels, below)
            let lower = lowerLeft + (brightness(pixels, below + 1) - lowerLeft) * place.weightX
            unsafe target[unchecked: i] = upper + (lower - upper) * place.weightY
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
