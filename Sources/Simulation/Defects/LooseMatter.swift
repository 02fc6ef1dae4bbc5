internal import Blister

/// Crumbs, powder, spots and foreign matter.
extension PocketFiller {
    /// Pushes the product to one side; returns its new middle and the way to the room it leaves.
    private func pushAside(
        _ contents: inout PocketContents,
        _ pocket: Pocket,
        _ draw: inout Draw
    ) -> (place: SIMD2<Double>, way: SIMD2<Double>) {
        let product = scene.body.product
        let room = Room(pocket: pocket, length: product.size.length, width: product.size.width)
        let side = draw.unit() < 0.5 ? 1.0 : -1.0
        var way =
            SIMD2(
                Double(Angle.cosine(Float(room.angle))),
                Double(Angle.sine(Float(room.angle)))
            ) * side
        if room.isFree {
            let bearing = Float(draw.between(0, 6.28))
            way = SIMD2(Double(Angle.cosine(bearing)), Double(Angle.sine(bearing)))
        }
        let centre = SIMD2(origin.x + pocket.centre.x, origin.y + pocket.centre.y)
        let place = centre - way * room.along * 0.9
        contents.pieces[0].x = place.x
        contents.pieces[0].y = place.y
        return (place, way)
    }

    /// Lays crumbs into the room beside the product.
    func crumbs(
        _ severity: Double,
        _ contents: inout PocketContents,
        _ pocket: Pocket,
        _ draw: inout Draw
    ) -> [Blob] {
        let product = scene.body.product
        let (place, way) = pushAside(&contents, pocket, &draw)
        let edge = place + way * (product.size.length / 2)
        let count = 2 + draw.index(below: 2 + Int(3 * severity))
        return (0..<count).map { _ in
            let across = SIMD2(-way.y, way.x) * draw.between(-1, 1) * product.size.width * 0.28
            let size = draw.between(0.3, 0.4 + 0.55 * severity)
            return Blob(
                x: edge.x + way.x * (0.2 + size * 0.8) + across.x,
                y: edge.y + way.y * (0.2 + size * 0.8) + across.y,
                length: size,
                width: size * draw.between(0.55, 0.95),
                angle: draw.between(0, 3.14),
                colour: product.coreColour * Float(draw.between(0.7, 0.95)) * scene.exposure,
                opacity: 1,
                ragged: 0.9,
                edge: 0.12,
                relief: 0.35,
                shadow: 0.4,
                seed: draw.bits()
            )
        }
    }

    /// Dust of the core in the room beside the product, and a little on top of it.
    func powder(
        _ severity: Double,
        _ contents: inout PocketContents,
        _ pocket: Pocket,
        _ draw: inout Draw
    ) {
        let product = scene.body.product
        let (place, way) = pushAside(&contents, pocket, &draw)
        let heart = place + way * (product.size.length / 2 + 0.3)
        let colour = product.coreColour * 0.92 * scene.exposure
        let spread = 0.7 + 0.8 * severity
        for _ in 0..<Int(120 + 420 * severity) {
            let along = draw.normal() * 0.45 * spread
            let across = draw.normal() * 1.3 * spread
            let point = heart + way * along + SIMD2(-way.y, way.x) * across
            let inside = Point(x: point.x - origin.x, y: point.y - origin.y)
            guard pocket.signedDistance(to: inside) < -0.15 else { continue }
            let size = draw.between(0.05, 0.15)
            let grain = Blob(
                x: point.x,
                y: point.y,
                length: size,
                width: size,
                angle: 0,
                colour: colour * Float(draw.between(0.75, 1)),
                opacity: Float(draw.between(0.55, 0.95)),
                ragged: 0,
                edge: 0.12,
                relief: 0,
                shadow: 0,
                seed: 0
            )
            if draw.unit() < 0.2 {
                contents.over.append(grain)
            } else {
                contents.under.append(grain)
            }
        }
    }

    func spot(_ severity: Double, _ good: ProductPiece, _ draw: inout Draw) -> Blob {
        let product = good.body.product
        let radius = 0.22 + 0.5 * severity
        let (cosine, sine) = (
            Double(Angle.cosine(Float(good.angle))), Double(Angle.sine(Float(good.angle)))
        )
        let along = draw.between(-0.7, 0.7) * (product.size.length / 2 - radius)
        let across = draw.between(-0.6, 0.6) * (product.size.width / 2 - radius)
        return Blob(
            x: good.x + along * cosine - across * sine,
            y: good.y + along * sine + across * cosine,
            length: radius,
            width: radius * draw.between(0.6, 1),
            angle: draw.between(0, 3.14),
            colour: SIMD3(0.03, 0.025, 0.02),
            opacity: Float(draw.between(0.8, 0.98)),
            ragged: 0.6,
            edge: 0.16,
            relief: 0,
            shadow: 0,
            seed: draw.bits()
        )
    }

    /// A particle that does not belong; inside a pocket it lies at most `spread` mm off the middle.
    func foreign(
        _ severity: Double,
        at place: Point,
        _ spread: Double,
        _ draw: inout Draw
    ) -> Blob {
        let kinds: [SIMD3<Float>] = [
            SIMD3(0.04, 0.04, 0.05), SIMD3(0.05, 0.20, 0.08), SIMD3(0.12, 0.05, 0.02),
            SIMD3(0.03, 0.06, 0.25), SIMD3(0.35, 0.03, 0.03),
        ]
        let size = 0.45 + 0.8 * severity
        return Blob(
            x: origin.x + place.x + draw.between(-spread, spread),
            y: origin.y + place.y + draw.between(-spread, spread),
            length: size,
            width: size * draw.between(0.4, 0.9),
            angle: draw.between(0, 3.14),
            colour: kinds[draw.index(below: kinds.count)] * scene.exposure,
            opacity: 1,
            ragged: 0.7,
            edge: 0.1,
            relief: 0.5,
            shadow: 0.45,
            seed: draw.bits()
        )
    }
}
