import Imaging
public import Shading

extension BrailleReading {
    /// The reading with the height of every dot, measured in `relief`.
    ///
    /// The scale is Marburg Medium's: the dot pitch is 2.5 mm, unless `millimetresPerPixel` says
    /// otherwise. A dot's height is that of its top over the ring around its foot.
    public func measured(in relief: Relief, millimetresPerPixel: Double? = nil) -> BrailleReading {
        let scale = millimetresPerPixel ?? 2.5 / pitchPixels
        let block = Double(relief.blockSide)
        var result = self
        for i in result.cells.indices {
            for k in result.cells[i].dots.indices {
                let dot = result.cells[i].dots[k]
                let x = (dot.x + 0.5) / block - 0.5
                let y = (dot.y + 0.5) / block - 0.5
                let height = relief.heights.dotHeight(x: x, y: y, pitch: pitchPixels / block)
                result.cells[i].dots[k].heightMillimetres =
                    dot.number == 0 ? nil : (side == .recto ? height : -height) * scale
            }
        }
        return result
    }
}

extension Plane {
    /// How far the dot at (x, y) stands over the ring around it, at 0.4 to 0.52 pitches.
    ///
    /// The amplitude of a usual dot's form, (1 - r²/R²)² with R of 0.75 mm, as blocks blur it.
    fileprivate func dotHeight(x: Double, y: Double, pitch: Double) -> Double {
        var ring: [Float] = []
        var core: [(height: Float, form: Double)] = []
        let reach = Int((0.52 * pitch).rounded(.up))
        let column = Int(x.rounded())
        let row = Int(y.rounded())
        for v in (row - reach)...(row + reach) where v >= 0 && v < height {
            for u in (column - reach)...(column + reach) where u >= 0 && u < width {
                let (dx, dy) = (Double(u) - x, Double(v) - y)
                let distance = (dx * dx + dy * dy).squareRoot() / pitch
                if distance > 0.4, distance < 0.52 { ring.append(self[u, v]) }
                if distance < 0.3 { core.append((self[u, v], Self.form(dx, dy, pitch))) }
            }
        }
        guard !ring.isEmpty else { return 0 }
        ring.sort()
        let foot = Double(ring[ring.count / 2])
        let squares = core.reduce(0) { $0 + $1.form * $1.form }
        guard squares > 0 else { return 0 }
        return core.reduce(0) { $0 + (Double($1.height) - foot) * $1.form } / squares
    }

    /// The form's mean over a block and half its neighbours.
    private static func form(_ dx: Double, _ dy: Double, _ pitch: Double) -> Double {
        let radius = 0.3 * pitch
        var sum = 0.0
        for v in -1...1 {
            for u in -1...1 {
                let (x, y) = (dx + 0.5 * Double(u), dy + 0.5 * Double(v))
                let share = 1 - (x * x + y * y) / (radius * radius)
                sum += share > 0 ? share * share : 0
            }
        }
        return sum / 9
    }
}
