internal import Foundation
public import Imaging

/// Where a line of print lies in a picture: a turned rectangle, which may be bent as print round a bottle is; in
/// pixels.
public struct LineQuad: Sendable, Hashable {
    /// Its middle.
    public var x: Double
    /// Its middle.
    public var y: Double
    /// Along the text.
    public var length: Double
    /// Across the text, the height of capitals with what is free above and below.
    public var height: Double
    /// Direction of the text: 0 to the right, growing clockwise; radians.
    public var angle: Double
    /// How far both ends lie below the middle of the line: a parabola, whose mean height is that of the rectangle.
    public var bow: Double

    /// Makes a place.
    public init(
        x: Double,
        y: Double,
        length: Double,
        height: Double,
        angle: Double,
        bow: Double = 0
    ) {
        self.x = x
        self.y = y
        self.length = length
        self.height = height
        self.angle = angle
        self.bow = bow
    }

    /// All of a picture or of a part of it, upright.
    public init(_ region: Region) {
        self.init(
            x: Double(region.x) + Double(region.width) / 2,
            y: Double(region.y) + Double(region.height) / 2,
            length: Double(region.width),
            height: Double(region.height),
            angle: 0
        )
    }

    /// A rectangle of pixels.
    public struct Region: Sendable, Hashable {
        /// First column.
        public var x: Int
        /// First row.
        public var y: Int
        /// Columns.
        public var width: Int
        /// Rows.
        public var height: Int

        /// Makes a rectangle.
        public init(x: Int, y: Int, width: Int, height: Int) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }

        /// Whether `place` lies in it.
        func contains(_ place: (x: Double, y: Double)) -> Bool {
            let (x, y) = (place.x - Double(x), place.y - Double(y))
            return x >= 0 && y >= 0 && x <= Double(width) && y <= Double(height)
        }
    }

    /// The same with more or less room around.
    public func grown(along: Double, across: Double) -> LineQuad {
        var result = self
        result.length = max(4, length + 2 * along)
        result.height = max(4, height + 2 * across)
        result.bow = bow(length: result.length)
        return result
    }

    /// The bow of a part of this line, or of a longer one, of `length`: as bent.
    func bow(length: Double) -> Double { bow * (length / self.length) * (length / self.length) }

    /// How far the line lies below its rectangle at `along`, 0...1.
    private func sag(_ along: Double) -> Double {
        let t = 2 * along - 1
        return bow * (t * t - 1 / 3)
    }

    /// The same, read from its other end.
    var turned: LineQuad {
        var result = self
        result.angle += .pi
        result.bow = -bow
        return result
    }

    /// How far the middle of `other` lies along this line and below it, as this one is turned.
    func offset(of other: LineQuad) -> (along: Double, across: Double) {
        let (dx, dy) = (other.x - x, other.y - y)
        return (dx * cos(angle) + dy * sin(angle), dy * cos(angle) - dx * sin(angle))
    }

    /// Where a place along (0...1) and across (0...1) lies in the picture.
    public func place(_ along: Double, _ across: Double) -> (x: Double, y: Double) {
        let (u, v) = ((along - 0.5) * length, (across - 0.5) * height + sag(along))
        return (x + u * cos(angle) - v * sin(angle), y + u * sin(angle) + v * cos(angle))
    }

    /// The upright rectangle around the part from `from` to `to` along the line (0...1).
    public func bounds(
        from: Double,
        to: Double
    ) -> (x: Double, y: Double, width: Double, height: Double) {
        let corners = [place(from, 0), place(to, 0), place(from, 1), place(to, 1)]
        let (xs, ys) = (corners.map(\.x), corners.map(\.y))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        return (left, top, (xs.max() ?? 0) - left, (ys.max() ?? 0) - top)
    }

    /// The line cut out and turned upright, `rows` high; edge samples are repeated outside.
    ///
    /// - Parameters:
    ///   - image: Mono.
    ///   - rows: At least 1.
    ///   - widthMax: More columns are squeezed into so many.
    /// - Returns: the line, mono.
    public func cut(from image: Image, rows: Int, widthMax: Int) -> Image {
        let wide = (length / max(1, height) * Double(rows)).rounded()
        return cut(from: image, rows: rows, columns: max(8, min(widthMax, Int(wide))))
    }

    /// The line cut out, turned upright, and brought to `rows` and `columns`; edge samples are repeated outside.
    func cut(from image: Image, rows: Int, columns: Int) -> Image {
        // Taken finely enough that no sample is passed over, then means over areas.
        let fine = max(1, (max(height / Double(rows), length / Double(columns))).rounded(.up))
        let (fineColumns, fineRows) = (columns * Int(fine), rows * Int(fine))
        if bow != 0 {
            return straightened(from: image, columns: fineColumns, rows: fineRows)
                .scaled(width: columns, height: rows)
        }
        let (stepX, stepY) = (length / Double(fineColumns), height / Double(fineRows))
        let corner = place(0, 0)
        let map = AffineMap(
            xx: stepX * cos(angle),
            xy: -stepY * sin(angle),
            x0: corner.x,
            yx: stepX * sin(angle),
            yy: stepY * cos(angle),
            y0: corner.y
        )
        let seen = image.resampled(by: map, width: fineColumns, height: fineRows)
        return seen.scaled(width: columns, height: rows)
    }

    /// The bent line cut out, its columns moved to one height.
    private func straightened(from image: Image, columns: Int, rows: Int) -> Image {
        let step = height / Double(rows)
        let room = Int((abs(bow) / step).rounded(.up)) + 1
        var flat = grown(along: 0, across: Double(room) * step)
        flat.bow = 0
        let tall = flat.cut(from: image, rows: rows + 2 * room, columns: columns)
        var pixels = [UInt8](repeating: 0, count: rows * columns)
        for column in 0..<columns {
            let shift = sag((Double(column) + 0.5) / Double(columns)) / step
            let whole = Int(shift.rounded(.down))
            let share = shift - Double(whole)
            for row in 0..<rows {
                let place = (row + room + whole) * columns + column
                let (above, below) = (
                    Double(tall.pixels[place]), Double(tall.pixels[place + columns])
                )
                pixels[row * columns + column] = UInt8((above + (below - above) * share).rounded())
            }
        }
        return Image(width: columns, height: rows, channels: 1, pixels: pixels)
    }
}
