internal import Blister

/// What lies in one pocket of one blister, good or seeded.
struct PocketContents {
    var pieces: [ProductPiece] = []
    /// Matter under and over the pieces.
    var under: [Blob] = []
    var over: [Blob] = []
    var filmDent: FilmSprite.Dent?
}

/// Places products in pockets the way gravity and the feeder leave them.
struct PocketFiller {
    let scene: TwinScene
    let cycle: Int
    let lane: Int
    /// The blister's first corner on the canvas, millimetres.
    let origin: Point

    /// Fills pocket `index`, with `defects` of that pocket.
    func contents(_ index: Int, _ defects: [SeededDefect]) -> PocketContents {
        let pocket = scene.scenario.layout.pockets[index]
        var draw = Draw(seed: scene.scenario.seed, .pose, cycle, lane, index)
        var contents = PocketContents()
        let good = piece(scene.body, in: pocket, play: 0.92, &draw)
        contents.pieces = [good]
        for defect in defects {
            apply(defect, to: &contents, good, pocket, &draw)
        }
        return contents
    }

    /// A loose product in `pocket`, using `play` of the room it has.
    func piece(
        _ body: ProductBody,
        in pocket: Pocket,
        play: Double,
        _ draw: inout Draw
    ) -> ProductPiece {
        let size = body.product.size
        let room = Room(pocket: pocket, length: size.length, width: size.width)
        let bearing = draw.between(0, 2 * .pi)
        let radius = draw.unit().squareRoot() * play
        let along = room.along * radius * Double(Angle.cosine(Float(bearing)))
        let across = room.across * radius * Double(Angle.sine(Float(bearing)))
        let turn = room.turn * draw.between(-1, 1) * play
        let flip = draw.unit() < 0.5 ? 0 : Double.pi
        let angle = room.isFree ? draw.between(0, 2 * .pi) : room.angle + turn + flip
        let (cosine, sine) = (
            Double(Angle.cosine(Float(room.angle))), Double(Angle.sine(Float(room.angle)))
        )
        return ProductPiece(
            body: body,
            isMarkedSideUp: draw.unit() < 0.5,
            x: origin.x + pocket.centre.x + along * cosine - across * sine,
            y: origin.y + pocket.centre.y + along * sine + across * cosine,
            angle: angle,
            scale: 1 + 0.004 * draw.normal(),
            tilt: SIMD2(Float(draw.normal()), Float(draw.normal())) * 0.018,
            brightness: 1 + 0.012 * Float(draw.normal()),
            key: draw.key(),
            shadow: 0.5
        )
    }

    private func apply(
        _ defect: SeededDefect,
        to contents: inout PocketContents,
        _ good: ProductPiece,
        _ pocket: Pocket,
        _ draw: inout Draw
    ) {
        let severity = defect.severity
        switch defect.reason {
        case .missing: contents.pieces = []
        case .broken: breakProduct(defect, &contents, good, &draw)
        case .dented: dent(defect, &contents, good, pocket, &draw)
        case .undersize: contents.pieces[0].scale = 1 - 0.33 * severity
        case .oversize: contents.pieces[0].scale = 1.05 + 0.13 * severity
        case .double: double(severity, &contents, good, &draw)
        case .outOfPocket: moveOut(severity, &contents, pocket, &draw)
        case .wrongProduct:
            guard !scene.otherBodies.isEmpty else { return }
            let body = scene.otherBodies[draw.index(below: scene.otherBodies.count)]
            contents.pieces = [piece(body, in: pocket, play: 0.9, &draw)]
        case .wrongColour:
            let colour = scene.otherColours[draw.index(below: scene.otherColours.count)]
            let share = Float(0.6 + 0.4 * severity)
            let own = scene.body.product
            contents.pieces[0].colour = own.colour + (colour - own.colour) * share
            contents.pieces[0].secondColour =
                own.secondColour + (colour - own.secondColour) * share
        case .fragments: contents.over += crumbs(severity, &contents, pocket, &draw)
        case .powder: powder(severity, &contents, pocket, &draw)
        case .blackSpot: contents.over.append(spot(severity, good, &draw))
        case .foreign: contents.over.append(foreign(severity, at: defect.place, 1.5, &draw))
        default: break
        }
    }

    private func breakProduct(
        _ defect: SeededDefect,
        _ contents: inout PocketContents,
        _ good: ProductPiece,
        _ draw: inout Draw
    ) {
        let product = good.body.product
        switch defect.form {
        case .chip:
            contents.pieces[0].clips = [ProductClip.chip(product, share: defect.severity, &draw)]
        case .crack:
            let clip = ProductClip.half(product, share: draw.between(0.3, 0.7), &draw)
            guard case .line(let nx, let ny, let offset) = clip.form else { return }
            let gap = 0.35 + 0.9 * defect.severity
            var near = good
            var far = good
            near.clips = [clip]
            let opposite = ProductClip.Form.line(x: -nx, y: -ny, offset: -offset)
            far.clips = [ProductClip(form: opposite, roughness: clip.roughness)]
            let cosine = Double(Angle.cosine(Float(good.angle)))
            let sine = Double(Angle.sine(Float(good.angle)))
            let push = SIMD2(cosine * nx - sine * ny, sine * nx + cosine * ny) * gap / 2
            near.x += push.x
            near.y += push.y
            far.x -= push.x
            far.y -= push.y
            near.angle += draw.between(-0.12, 0.12)
            near.tilt += SIMD2(0.05, -0.04)
            contents.pieces = [near, far]
        default:
            contents.pieces[0].clips = [ProductClip.half(product, share: defect.severity, &draw)]
            contents.pieces[0].tilt += SIMD2(
                Float(draw.between(-0.1, 0.1)),
                Float(draw.between(-0.1, 0.1))
            )
        }
    }

    private func dent(
        _ defect: SeededDefect,
        _ contents: inout PocketContents,
        _ good: ProductPiece,
        _ pocket: Pocket,
        _ draw: inout Draw
    ) {
        let size = good.body.product.size
        if defect.form == .crushedPocket {
            let half = pocket.halfExtent
            contents.filmDent = FilmSprite.Dent(
                centre: Point(
                    x: pocket.centre.x + draw.between(-0.35, 0.35) * half.x,
                    y: pocket.centre.y + draw.between(-0.35, 0.35) * half.y
                ),
                radius: min(half.x, half.y) * (0.45 + 0.35 * defect.severity),
                depth: 0.5 + 0.9 * defect.severity
            )
            return
        }
        let radius = size.width * (0.16 + 0.14 * defect.severity)
        contents.pieces[0].dent = ProductDent(
            x: Float(draw.between(-0.5, 0.5) * (size.length / 2 - radius)),
            y: Float(draw.between(-0.5, 0.5) * (size.width / 2 - radius)),
            radius: Float(radius),
            slope: Float(0.35 + 0.5 * defect.severity)
        )
    }

    private func double(
        _ severity: Double,
        _ contents: inout PocketContents,
        _ good: ProductPiece,
        _ draw: inout Draw
    ) {
        let bearing =
            good.body.product.isOblong ? good.angle + draw.between(0.9, 2.2) : draw.between(0, 6.28)
        let apart = 1.6 + 2.4 * severity
        let way = SIMD2(
            Double(Angle.cosine(Float(bearing))),
            Double(Angle.sine(Float(bearing)))
        )
        var below = good
        var above = good
        below.x -= way.x * apart * 0.35
        below.y -= way.y * apart * 0.35
        above.x += way.x * apart * 0.65
        above.y += way.y * apart * 0.65
        above.tilt += SIMD2(Float(way.x), Float(way.y)) * 0.16
        above.angle += draw.between(-0.5, 0.5)
        contents.pieces = [below, above]
    }

    private func moveOut(
        _ severity: Double,
        _ contents: inout PocketContents,
        _ pocket: Pocket,
        _ draw: inout Draw
    ) {
        let room = Room(
            pocket: pocket,
            length: scene.body.product.size.length,
            width: scene.body.product.size.width
        )
        let bearing = draw.between(0, 2 * .pi)
        let push = max(room.along, room.across) + 1.0 + 2.4 * severity
        contents.pieces[0].x =
            origin.x + pocket.centre.x + push * Double(Angle.cosine(Float(bearing)))
        contents.pieces[0].y =
            origin.y + pocket.centre.y + push * Double(Angle.sine(Float(bearing)))
        contents.pieces[0].angle += draw.between(-0.3, 0.3)
        contents.pieces[0].tilt += SIMD2(0.06, 0.05)
    }
}
