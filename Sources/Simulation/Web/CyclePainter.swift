internal import Blister

/// Paints one machine cycle of web, all lanes.
struct CyclePainter {
    let scene: TwinScene
    let cycle: Int

    /// Paints over whatever `canvas` held.
    func paint(into canvas: inout Canvas) {
        let layout = scene.scenario.layout
        var defects: [[SeededDefect]] = []
        for lane in 0..<layout.lanes {
            defects.append(scene.plan.defects(cycle: cycle, lane: lane))
        }
        let all = defects.flatMap { $0 }
        let step = all.first { $0.reason == .step }
        let shift = step.map { stepMillimetres($0) } ?? 0
        let creases = (0..<layout.lanes).flatMap { lane in
            defects[lane].filter { $0.reason == .wrinkledFoil }
                .flatMap { Crease.wrinkle($0, at: origin(lane, shift), scene, cycle, lane) }
        }
        FoilPainter(scene: scene, cycle: cycle).paint(into: &canvas, shift: shift, creases: creases)
        for lane in 0..<layout.lanes {
            paintLane(lane, defects[lane], shift, into: &canvas)
        }
        if let splice = all.first(where: { $0.reason == .splice }) {
            paintSplice(splice, into: &canvas)
        }
    }

    /// How far a step defect moves the blister along travel.
    private func stepMillimetres(_ defect: SeededDefect) -> Double {
        var draw = Draw(seed: scene.scenario.seed, .defect, cycle, -2)
        let sign = draw.unit() < 0.5 ? -1.0 : 1.0
        return sign * (0.6 + 1.9 * defect.severity)
    }

    private func origin(_ lane: Int, _ shift: Double) -> Point {
        Point(
            x: scene.scenario.laneOriginMillimetres(lane),
            y: scene.scenario.triggerOffsetMillimetres + shift
        )
    }

    private func paintLane(
        _ lane: Int,
        _ defects: [SeededDefect],
        _ shift: Double,
        into canvas: inout Canvas
    ) {
        let layout = scene.scenario.layout
        let origin = origin(lane, shift)
        var draw = Draw(seed: scene.scenario.seed, .print, cycle, lane)
        if let pattern = scene.print, let region = layout.print {
            let fault = defects.first { $0.reason == .print }
            canvas.print(
                fault.map { flawed($0, region, lane) } ?? pattern,
                x: origin.x + region.x + draw.between(-0.3, 0.3),
                y: origin.y + region.y + draw.between(-0.3, 0.3),
                density: Float(draw.between(0.82, 0.97)),
                key: draw.key()
            )
        }
        paintPerforation(origin, &canvas)
        let filler = PocketFiller(scene: scene, cycle: cycle, lane: lane, origin: origin)
        for defect in defects where defect.reason == .dirtyFoil {
            paintDirt(defect, origin, &draw, into: &canvas)
        }
        for index in layout.pockets.indices {
            let own = defects.filter { $0.pocket == index }
            let contents = filler.contents(index, own)
            for blob in contents.under { canvas.paint(blob) }
            for piece in contents.pieces { canvas.paint(piece, exposure: scene.exposure) }
            for blob in contents.over { canvas.paint(blob) }
            paintFilm(lane, index, origin, shift, contents.filmDent, &draw, into: &canvas)
        }
        for defect in defects where defect.pocket == nil && defect.reason == .foreign {
            canvas.paint(filler.foreign(defect.severity, at: defect.place, 0, &draw))
        }
        for defect in defects where defect.reason == .hair {
            paintHair(defect, origin, &draw, into: &canvas)
        }
    }

    /// The print with a fault in it.
    private func flawed(_ fault: SeededDefect, _ region: Region, _ lane: Int) -> PrintPattern {
        var draw = Draw(seed: scene.scenario.seed, .print, cycle, lane, -6)
        let flaw = PrintFlaw(fault.form, of: scene.scenario.printText, &draw)
        var pattern = PrintPattern(
            text: flaw.text,
            style: scene.scenario.printStyle,
            region: region,
            grid: scene.grid
        )
        if let share = flaw.smudgedShare { pattern.smudge(around: share) }
        return pattern
    }

    private func paintFilm(
        _ lane: Int,
        _ index: Int,
        _ origin: Point,
        _ shift: Double,
        _ dent: FilmSprite.Dent?,
        _ draw: inout Draw,
        into canvas: inout Canvas
    ) {
        let variant = draw.index(below: TwinScene.filmVariants)
        let shine = Float(draw.between(0.75, 1.15))
        var sprite = scene.film(lane: lane, pocket: index, variant: variant)
        if dent != nil || shift != 0 {
            sprite = FilmSprite(
                pocket: scene.scenario.layout.pockets[index],
                origin: origin,
                canvas: scene.grid,
                table: scene.filmTable,
                variant: Draw(seed: scene.scenario.seed, .film, lane, index, variant),
                dent: dent
            )
        }
        var entry = 0
        for row in sprite.rows {
            let start = canvas.base(row)
            for column in sprite.columns {
                let film = sprite.entries[entry]
                entry += 1
                canvas.filter(start + column, by: film.x, adding: film.y * shine)
            }
        }
    }

    /// Tear-off lines where a straight cut misses every pocket.
    private func paintPerforation(_ origin: Point, _ canvas: inout Canvas) {
        let layout = scene.scenario.layout
        let height = layout.print?.y ?? layout.length
        guard
            let y = stride(from: height * 0.35, to: height * 0.65, by: 0.25).first(where: { y in
                layout.pockets.allSatisfy { abs($0.centre.y - y) > $0.halfExtent.y + 0.35 }
            })
        else { return }
        for dash in 0..<Int(layout.width / 2) {
            let from = origin.x + Double(dash) * 2 + 0.4
            let points = [SIMD2(from, origin.y + y), SIMD2(from + 1.2, origin.y + y)]
            canvas.paintThread(
                points,
                width: 0.13,
                colour: SIMD3(0.10, 0.10, 0.10),
                opacity: 0.75,
                shadow: 0.12
            )
        }
    }

    private func paintDirt(
        _ defect: SeededDefect,
        _ origin: Point,
        _ draw: inout Draw,
        into canvas: inout Canvas
    ) {
        let size = 0.8 + 2.6 * defect.severity
        for part in 0..<4 {
            let spread = part == 0 ? 0 : size * 0.6
            canvas.paint(
                Blob(
                    x: origin.x + defect.place.x + draw.between(-spread, spread),
                    y: origin.y + defect.place.y + draw.between(-spread, spread),
                    length: size * (part == 0 ? 0.6 : draw.between(0.15, 0.4)),
                    width: size * (part == 0 ? 0.45 : draw.between(0.1, 0.3)),
                    angle: draw.between(0, 3.14),
                    colour: SIMD3(0.10, 0.075, 0.045),
                    opacity: Float(0.45 + 0.4 * defect.severity),
                    ragged: 1,
                    edge: 0.5,
                    relief: 0,
                    shadow: 0,
                    seed: draw.bits()
                )
            )
        }
    }

    private func paintHair(
        _ defect: SeededDefect,
        _ origin: Point,
        _ draw: inout Draw,
        into canvas: inout Canvas
    ) {
        var bearing = draw.between(0, 6.28)
        var bend = draw.between(-0.08, 0.08)
        let length = 8 + 16 * defect.severity
        var point = SIMD2(origin.x + defect.place.x, origin.y + defect.place.y)
        var points = [point]
        for _ in 0..<Int(length / 0.4) {
            bend += draw.between(-0.05, 0.05)
            bearing += min(0.25, max(-0.25, bend))
            point +=
                SIMD2(
                    Double(Angle.cosine(Float(bearing))),
                    Double(Angle.sine(Float(bearing)))
                ) * 0.4
            points.append(point)
        }
        canvas.paintThread(
            points,
            width: 0.09 + 0.06 * defect.severity,
            colour: SIMD3(0.04, 0.03, 0.025),
            opacity: 0.92,
            shadow: 0.2
        )
    }

    /// Splicing tape over the whole web.
    private func paintSplice(_ defect: SeededDefect, into canvas: inout Canvas) {
        var draw = Draw(seed: scene.scenario.seed, .defect, cycle, -3)
        let layout = scene.scenario.layout
        let extent = min(10 + 18 * defect.severity, layout.length * 0.7)
        let start =
            scene.scenario.triggerOffsetMillimetres
            + draw.between(0.02, 0.98) * (layout.length - extent)
        let skew = draw.between(-0.02, 0.02)
        let colours: [SIMD3<Float>] = [
            SIMD3(0.50, 0.06, 0.05), SIMD3(0.05, 0.12, 0.45), SIMD3(0.10, 0.10, 0.10),
            SIMD3(0.70, 0.64, 0.42),
        ]
        let colour = colours[draw.index(below: colours.count)]
        let opacity = Float(draw.between(0.72, 0.94))
        let key = draw.key()
        let web = scene.webColumns
        for row in 0..<canvas.height {
            let y = scene.grid.y(row)
            for column in web {
                let from = start + skew * scene.grid.x(column)
                let inside = min(y - from, from + extent - y)
                guard inside > -0.3 else { continue }
                let index = canvas.base(row) + column
                if inside < 0 {
                    canvas.filter(index, by: 0.7, adding: 0)
                    continue
                }
                let noise = pixelBits(UInt32(column), key ^ (UInt32(row) &* 0x9E37_79B1))
                let grain = 0.96 + Float(noise >> 24) * (0.08 / 255)
                let edge: Float = inside < 0.25 ? 1.25 : 1
                canvas.blend(index, colour * scene.exposure * grain * edge, opacity)
            }
        }
    }
}
