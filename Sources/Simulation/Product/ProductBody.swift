/// A product with its tables, ready to be painted many times.
struct ProductBody: Sendable {
    let product: TwinProduct
    let marked: ProductFace
    let plain: ProductFace
    let table: ShadingTable

    init(product: TwinProduct, light: LightField) {
        self.product = product
        marked = ProductFace(product: product, isMarked: true)
        plain =
            product.marks.isEmpty ? marked : ProductFace(product: product, isMarked: false)
        table = ShadingTable(
            light: light,
            reflectance: product.gloss,
            softness: product.softness
        )
    }
}

/// One product, or a part of one, lying somewhere on the web.
struct ProductPiece {
    let body: ProductBody
    let isMarkedSideUp: Bool
    /// Middle, millimetres from camera column 0 and the cycle's trigger.
    var x: Double
    var y: Double
    /// Radians from x towards y.
    var angle: Double
    var scale: Double
    /// How much its plane leans.
    var tilt: SIMD2<Float>
    /// Relative brightness of this one.
    var brightness: Float
    /// Replaces the product's colours when set.
    var colour: SIMD3<Float>?
    var secondColour: SIMD3<Float>?
    var clips: [ProductClip] = []
    var dent: ProductDent?
    /// Keys the surface grain.
    let key: UInt32
    /// 0...1, how dark the shadow on what lies below is.
    var shadow: Float
}

/// A round dent pressed into a product's upper side, in its own millimetres.
struct ProductDent {
    var x: Float
    var y: Float
    var radius: Float
    var slope: Float
}

/// A fracture: the part of the product with a positive distance is still there.
struct ProductClip {
    enum Form {
        /// A fracture along a line with unit normal (`x`, `y`), `offset` from the middle.
        case line(x: Double, y: Double, offset: Double)
        /// A bite of radius `radius` around (`x`, `y`).
        case bite(x: Double, y: Double, radius: Double)
    }

    var form: Form
    var roughness: SmoothNoise

    /// Distance from the fracture in the product's own millimetres, positive on what is left.
    func distance(_ x: Double, _ y: Double) -> Double {
        switch form {
        case .line(let nx, let ny, let offset):
            let along = -ny * x + nx * y
            return nx * x + ny * y - offset + 0.22 * roughness(along)
        case .bite(let cx, let cy, let radius):
            let dx = x - cx
            let dy = y - cy
            let along = (dx - dy) * 0.7 + (dx + dy) * 0.3
            return (dx * dx + dy * dy).squareRoot() - radius + 0.18 * roughness(along)
        }
    }

    /// A line fracture that takes `share` of the area of `product`.
    static func half(_ product: TwinProduct, share: Double, _ draw: inout Draw) -> ProductClip {
        let spread = product.isOblong ? 0.5 : Double.pi
        let angle = draw.between(-spread, spread) + (draw.unit() < 0.5 ? 0 : .pi)
        let (x, y) = (Double(Angle.cosine(Float(angle))), Double(Angle.sine(Float(angle))))
        let noise = SmoothNoise(
            seed: draw.bits(),
            purpose: .piece,
            stream: 0,
            period: 0.7
        )
        return solved(product, share: share) { position in
            ProductClip(form: .line(x: x, y: y, offset: position), roughness: noise)
        }
    }

    /// A bite out of the rim that takes `share` of the area of `product`.
    static func chip(_ product: TwinProduct, share: Double, _ draw: inout Draw) -> ProductClip {
        let (length, width) = product.size
        let straight = (length - width) / 2
        let angle = draw.between(0, 2 * .pi)
        let (cosine, sine) = (Double(Angle.cosine(Float(angle))), Double(Angle.sine(Float(angle))))
        let shift = straight * (cosine >= 0 ? 1 : -1)
        let reach = width / 2 * 1.05
        let noise = SmoothNoise(
            seed: draw.bits(),
            purpose: .piece,
            stream: 1,
            period: 0.5
        )
        return solved(product, share: share) { position in
            ProductClip(
                form: .bite(
                    x: shift + cosine * reach,
                    y: sine * reach,
                    radius: position + length
                ),
                roughness: noise
            )
        }
    }

    /// Bisects the position until the lost share of the area is `share`.
    private static func solved(
        _ product: TwinProduct,
        share: Double,
        _ make: (Double) -> ProductClip
    ) -> ProductClip {
        var low = -product.size.length
        var high = product.size.length
        for _ in 0..<16 {
            let middle = (low + high) / 2
            if lostShare(product, make(middle)) < share {
                low = middle
            } else {
                high = middle
            }
        }
        return make((low + high) / 2)
    }

    /// Share of the area of `product` that `clip` takes, on a grid of 0.15 mm.
    static func lostShare(_ product: TwinProduct, _ clip: ProductClip) -> Double {
        let (length, width) = product.size
        var all = 0
        var lost = 0
        for row in 0..<Int(width / 0.15) {
            let y = Double(row) * 0.15 - width / 2 + 0.075
            for column in 0..<Int(length / 0.15) {
                let x = Double(column) * 0.15 - length / 2 + 0.075
                guard product.signedDistance(x, y) < 0 else { continue }
                all += 1
                if clip.distance(x, y) < 0 { lost += 1 }
            }
        }
        return Double(lost) / Double(max(all, 1))
    }
}
