extension Canvas {
    /// Paints `piece` with its shadow; what is cut off shows what lies below.
    mutating func paint(_ piece: ProductPiece, exposure: Float) {
        let body = piece.body
        let face = piece.isMarkedSideUp ? body.marked : body.plain
        let cosine = Angle.cosine(Float(piece.angle))
        let sine = Angle.sine(Float(piece.angle))
        let shrink = Float(1 / piece.scale)
        let halfX = (face.halfLength * Double(abs(cosine)) + face.halfWidth * Double(abs(sine)))
        let halfY = (face.halfLength * Double(abs(sine)) + face.halfWidth * Double(abs(cosine)))
        let box = box(
            around: piece.x,
            piece.y,
            halfWidth: halfX * piece.scale,
            halfHeight: halfY * piece.scale
        )
        let first = (piece.colour ?? body.product.colour) * piece.brightness
        let second =
            (piece.secondColour ?? piece.colour ?? body.product.secondColour) * piece.brightness
        let sharpness =
            Float(piece.scale)
            / Float((grid.millimetresPerColumn + grid.millimetresPerRow) / 2)
        let grain = body.product.grain
        let isPlain = piece.clips.isEmpty && piece.dent == nil
        let greyFirst = first.luminance
        let greySecond = second.luminance
        let stepU = cosine * shrink * Float(grid.millimetresPerColumn)
        let stepV = -sine * shrink * Float(grid.millimetresPerColumn)
        let size = body.product.size
        let straight = Float(size.length - size.width) / 2
        let reach = Float(size.width / 2 + 1.7)
        let farthest = reach * reach
        for row in box.rows {
            let dy = Float(grid.y(row) - piece.y)
            let dx = Float(grid.x(box.columns.lowerBound) - piece.x)
            var u = (cosine * dx + sine * dy) * shrink - stepU
            var v = (cosine * dy - sine * dx) * shrink - stepV
            let key = piece.key ^ (UInt32(truncatingIfNeeded: row) &* 0x8DA6_B343)
            let start = base(row)
            for column in box.columns {
                u += stepU
                v += stepV
                let beyond = max(0, abs(u) - straight)
                if beyond * beyond + v * v > farthest { continue }
                var texel = face(u, v)
                let index = start &+ column
                var cover = min(1, max(0, 0.5 - texel.z * sharpness))
                var fracture: Float = 0
                if !isPlain {
                    if let dent = piece.dent { dent.press(&texel, u, v) }
                    for clip in piece.clips where cover > 0 || texel.z < 1.6 {
                        let distance = Float(clip.distance(Double(u), Double(v)))
                        cover = min(cover, min(1, max(0, 0.5 + distance * sharpness)))
                        texel.z = max(texel.z, -distance)
                        fracture = max(fracture, 1 - max(0, distance) / 0.55)
                    }
                }
                if cover < 1 {
                    let near = max(0, 1 - max(0, texel.z) / 1.7)
                    if near > 0 { filter(index, by: 1 - piece.shadow * near * near, adding: 0) }
                    if cover <= 0 { continue }
                }
                let noise = pixelBits(UInt32(truncatingIfNeeded: column), key)
                let fine = Float(noise & 0xFFFF) * (2 / 65536) - 1
                var nx = cosine * texel.x - sine * texel.y + piece.tilt.x
                var ny = sine * texel.x + cosine * texel.y + piece.tilt.y
                if fracture > 0 {
                    nx += fracture * (Float(noise >> 24) * (0.9 / 256) - 0.45)
                    ny += fracture * (Float((noise >> 16) & 0xFF) * (0.9 / 256) - 0.45)
                }
                let seen = body.table(nx, ny)
                let matt = seen.x * (1 + grain * fine) * exposure
                let shine = seen.y * exposure * (1 - min(1, fracture))
                if channels == 1 {
                    var albedo = greyFirst + (greySecond - greyFirst) * texel.w
                    if fracture > 0 {
                        albedo += (body.product.coreColour.luminance * 0.8 - albedo) * fracture
                    }
                    samples[index] += (albedo * matt + shine - samples[index]) * cover
                } else {
                    var albedo = first + (second - first) * texel.w
                    if fracture > 0 {
                        albedo += (body.product.coreColour * 0.8 - albedo) * fracture
                    }
                    for channel in 0..<3 {
                        let place = index &+ channel &* planeStride
                        let radiance = albedo[channel] * matt + shine
                        samples[place] += (radiance - samples[place]) * cover
                    }
                }
            }
        }
    }
}

extension ProductDent {
    /// Leans the normal in `texel` where the dent is.
    @inline(__always)
    func press(_ texel: inout SIMD4<Float>, _ u: Float, _ v: Float) {
        let dx = (u - x) / radius
        let dy = (v - y) / radius
        let square = dx * dx + dy * dy
        guard square < 1 else { return }
        let amount = slope * (1 - square) * 2.2
        texel.x += dx * amount
        texel.y += dy * amount
    }
}
