/// Lines, boxes and letters for evidence and overlays. What lies outside the picture is cut off.
extension Image {
    /// Sets one pixel.
    public mutating func draw(pixelX x: Int, y: Int, ink: Ink) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let index = (y * width + x) * channels
        if channels == 1 {
            pixels[index] = ink.brightness
        } else {
            pixels[index] = ink.red
            pixels[index + 1] = ink.green
            pixels[index + 2] = ink.blue
        }
    }

    /// Draws a straight line, both ends included, one pixel wide (Bresenham's algorithm).
    public mutating func draw(
        lineFromX startX: Int,
        y startY: Int,
        toX endX: Int,
        y endY: Int,
        ink: Ink
    ) {
        let deltaX = abs(endX - startX)
        let deltaY = -abs(endY - startY)
        let stepX = startX < endX ? 1 : -1
        let stepY = startY < endY ? 1 : -1
        var x = startX
        var y = startY
        var error = deltaX + deltaY
        while true {
            draw(pixelX: x, y: y, ink: ink)
            if x == endX && y == endY { return }
            let doubled = 2 * error
            if doubled >= deltaY {
                error += deltaY
                x += stepX
            }
            if doubled <= deltaX {
                error += deltaX
                y += stepY
            }
        }
    }

    /// Draws the frame of a box, `thickness` pixels growing outwards.
    public mutating func draw(
        boxFromX left: Int,
        y top: Int,
        toX right: Int,
        y bottom: Int,
        thickness: Int = 1,
        ink: Ink
    ) {
        for ring in 0..<max(1, thickness) {
            let (x0, y0, x1, y1) = (left - ring, top - ring, right + ring, bottom + ring)
            fill(boxFromX: x0, y: y0, toX: x1, y: y0, ink: ink)
            fill(boxFromX: x0, y: y1, toX: x1, y: y1, ink: ink)
            fill(boxFromX: x0, y: y0, toX: x0, y: y1, ink: ink)
            fill(boxFromX: x1, y: y0, toX: x1, y: y1, ink: ink)
        }
    }

    /// Fills a box, all edges included.
    public mutating func fill(
        boxFromX left: Int,
        y top: Int,
        toX right: Int,
        y bottom: Int,
        ink: Ink
    ) {
        let rows = max(0, top)..<max(max(0, top), min(height, bottom + 1))
        let columns = max(0, left)..<max(max(0, left), min(width, right + 1))
        for y in rows {
            for x in columns { draw(pixelX: x, y: y, ink: ink) }
        }
    }

    /// Writes one line of text in a 5 by 7 dot font, `scale` pixels a dot.
    ///
    /// Characters outside printable ASCII show as a box. Each takes 6 by 8 dots.
    public mutating func draw(text: String, x: Int, y: Int, scale: Int = 1, ink: Ink) {
        var left = x
        for character in text.unicodeScalars {
            let columns = DotFont.columns(of: character)
            for column in columns.indices {
                let bits = columns[column]
                for row in 0..<7 where bits & (1 << UInt8(row)) != 0 {
                    let dotX = left + column * scale
                    let dotY = y + row * scale
                    fill(
                        boxFromX: dotX,
                        y: dotY,
                        toX: dotX + scale - 1,
                        y: dotY + scale - 1,
                        ink: ink
                    )
                }
            }
            left += DotFont.advance * scale
        }
    }
}
