internal import Blister
internal import Foundation

/// A fold in the foil.
struct Crease {
    var x: Double
    var y: Double
    /// Radians from x towards y.
    var angle: Double
    var length: Double
    var width: Double
    var slope: Float

    /// Slope this fold adds at (`px`, `py`) millimetres, and the share of the knurl it flattens.
    func lean(_ px: Double, _ py: Double) -> (slope: SIMD2<Float>, flat: Float) {
        let cosine = cos(angle)
        let sine = sin(angle)
        let along = (cosine * (px - x) + sine * (py - y)) / (length / 2)
        let across = (cosine * (py - y) - sine * (px - x)) / width
        guard abs(along) < 1, abs(across) < 4 else { return (SIMD2(0, 0), 0) }
        let near = exp(-across * across / 2) * (1 - along * along)
        let lean = Float(across * near) * slope
        return (SIMD2(-Float(sine) * lean, Float(cosine) * lean), Float(near))
    }

    /// The folds of one wrinkle defect.
    static func wrinkle(
        _ defect: SeededDefect,
        at origin: Point,
        _ scene: TwinScene,
        _ cycle: Int,
        _ lane: Int
    ) -> [Crease] {
        var draw = Draw(seed: scene.scenario.seed, .foil, cycle, lane, -5)
        let bearing = draw.between(0, 3.14)
        return (0..<2 + Int(3 * defect.severity)).map { _ in
            Crease(
                x: origin.x + defect.place.x + draw.between(-4, 4),
                y: origin.y + defect.place.y + draw.between(-4, 4),
                angle: bearing + draw.between(-0.35, 0.35),
                length: 14 + 24 * defect.severity,
                width: draw.between(0.35, 0.8),
                slope: Float(0.7 + 0.9 * defect.severity)
            )
        }
    }
}

/// Paints the foil of one cycle, from edge to edge of the web.
struct FoilPainter {
    /// Columns from knot to knot of the fine and of the broad waves.
    private static let spacing = 16
    private static let broadSpacing = 160
    let scene: TwinScene
    let cycle: Int

    func paint(into canvas: inout Canvas, shift: Double, creases: [Crease]) {
        let height = canvas.height
        let moved = Int((shift / scene.grid.millimetresPerRow).rounded())
        let lattice = NoiseLattice(
            seed: scene.scenario.seed,
            purpose: .foil,
            stream: 1,
            spacing: Self.spacing
        )
        let slow = NoiseLattice(
            seed: scene.scenario.seed,
            purpose: .foil,
            stream: 2,
            spacing: Self.broadSpacing
        )
        var draw = Draw(seed: scene.scenario.seed, .foil, cycle, -9)
        let key = draw.key()
        let knots = canvas.width / Self.spacing + 2
        // The last fine knot lies beyond the web.
        let broadKnots = (knots - 1) * Self.spacing / Self.broadSpacing + 2
        for row in 0..<height {
            let webRow = cycle * height + row
            let fine = lattice.row(webRow, knots: knots)
            let broad = slow.row(webRow, knots: broadKnots)
            let waves = (0..<knots).map { knot in
                let column = knot * Self.spacing
                let cell = column / Self.broadSpacing
                let share = Float(column - cell * Self.broadSpacing) / Float(Self.broadSpacing)
                let drift = broad[cell] + (broad[cell + 1] - broad[cell]) * share
                return SIMD4<Float>(0.055, 0.055, 0.035, 0) * fine[knot]
                    + SIMD4<Float>(0.05, 0.05, 0.05, 0) * drift
            }
            let toolRow = (row - moved + height) % height
            paintRow(
                row,
                toolRow: toolRow,
                waves: waves,
                key: key ^ (UInt32(row) &* 0x8DA6_B343),
                into: &canvas
            )
        }
        for crease in creases { fold(crease, moved, into: &canvas) }
        if canvas.channels == 3 { tint(&canvas) }
    }

    private func paintRow(
        _ row: Int,
        toolRow: Int,
        waves: [SIMD4<Float>],
        key: UInt32,
        into canvas: inout Canvas
    ) {
        let start = canvas.base(row)
        let tool = toolRow &* canvas.width
        let web = scene.webColumns
        let foil = scene.foil
        for column in 0..<web.lowerBound { canvas.samples[start + column] = bed(column, key) }
        for column in web {
            let cell = column / Self.spacing
            let share = Float(column % Self.spacing) * (1 / Float(Self.spacing))
            let wave = waves[cell] + (waves[cell + 1] - waves[cell]) * share
            let noise = pixelBits(UInt32(truncatingIfNeeded: column), key)
            let grain = SIMD2(
                Float(noise & 0xFFFF) * (0.07 / 65536) - 0.035,
                Float(noise >> 16) * (0.07 / 65536) - 0.035
            )
            let slope = foil.slopes[tool &+ column] + SIMD2(wave.x, wave.y) + grain
            canvas.samples[start &+ column] = foil.radiance(slope) * (1 + wave.z)
        }
        for column in web.upperBound..<canvas.width {
            canvas.samples[start + column] = bed(column, key)
        }
    }

    private func bed(_ column: Int, _ key: UInt32) -> Float {
        0.035 + Float(pixelBits(UInt32(truncatingIfNeeded: column), key) >> 24) * (0.012 / 255)
    }

    /// Relights the foil around `crease`.
    private func fold(
        _ crease: Crease,
        _ moved: Int,
        into canvas: inout Canvas
    ) {
        let box = canvas.box(
            around: crease.x,
            crease.y,
            halfWidth: crease.length / 2,
            halfHeight: crease.length / 2
        )
        for row in box.rows {
            let toolRow = (row - moved + canvas.height) % canvas.height
            for column in box.columns where scene.webColumns.contains(column) {
                let (lean, flat) = crease.lean(scene.grid.x(column), scene.grid.y(row))
                guard flat > 0.02 else { continue }
                let tool = scene.foil.slopes[toolRow * canvas.width + column]
                let index = canvas.base(row) + column
                let before = max(0.02, scene.foil.radiance(tool))
                let ratio = scene.foil.radiance(tool * (1 - 0.8 * flat) + lean) / before
                canvas.samples[index] *= min(2.2, max(0.25, ratio))
            }
        }
    }

    /// Copies the grey foil to the three channels with the faint blue of aluminium.
    private func tint(_ canvas: inout Canvas) {
        let stride = canvas.planeStride
        for index in 0..<stride {
            let grey = canvas.samples[index]
            canvas.samples[index] = grey * 0.985
            canvas.samples[index + stride] = grey
            canvas.samples[index + 2 * stride] = grey * 1.02
        }
    }
}

extension TwinScene {
    /// Canvas columns that the web covers.
    var webColumns: Range<Int> {
        let layout = scenario.layout
        let right =
            scenario.bedMarginMillimetres + 2 * scenario.webMarginMillimetres
            + Double(layout.lanes - 1) * layout.lanePitch + layout.width
        let first = Int(grid.column(scenario.bedMarginMillimetres).rounded())
        let last = Int(grid.column(right).rounded())
        let canvasWidth = grid.columns + 2 * Canvas.padding
        return first.clamped(to: 0...canvasWidth)..<last.clamped(to: 0...canvasWidth)
    }
}
