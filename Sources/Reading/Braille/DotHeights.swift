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
    /// How far the surface at (x, y) stands over the ring around it, at 0.42 to 0.5 pitches.
    fileprivate func dotHeight(x: Double, y: Double, pitch: Double) -> Double {
        var ring: [Float] = []
        let reach = Int((0.52 * pitch).rounded(.up))
        let column = Int(x.rounded())
        let row = Int(y.rounded())
        var top = 0.0
        var weight = 0.0
        for v in (row - reach)...(row + reach) where v >= 0 && v < height {
            for u in (column - reach)...(column + reach) where u >= 0 && u < width {
                let (dx, dy) = (Double(u) - x, Double(v) - y)
                let distance = (dx * dx + dy * dy).squareRoot() / pitch
                if distance > 0.4, distance < 0.52 { ring.append(self[u, v]) }
                if distance < 0.08 {
                    top += Double(self[u, v])
                    weight += 1
                }
            }
        }
        guard !ring.isEmpty else { return 0 }
        ring.sort()
        let foot = Double(ring[ring.count / 2])
        let crest = weight >= 3 ? top / weight : Double(sample(x: x, y: y))
        return crest - foot
    }
}
