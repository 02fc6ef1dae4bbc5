internal import Imaging

/// What a picture is recognised by after it was brightened, compressed, shifted, cut or turned.
///
/// Grey means of blocks, less their surroundings, over their local deviation: the grain of the
/// picture, in which the outline of a product has little part, since all pockets have that in common.
/// Row-major, at most ``sideMax`` either way, cut from the middle. A value.
struct PictureTrace: Sendable {
    /// Widest and highest; a row's signs fit one word.
    static let sideMax = 64
    /// A level of 1 local deviation.
    private static let unit: Float = 60
    private static let radius = 2
    /// Deviation in grey levels below which there is nothing but rounding.
    private static let floor: Float = 0.7

    let width: Int
    let height: Int
    /// Local deviations from the surroundings in 60ths, at most 120; 0 where the picture is flat.
    let levels: [Int8]
    /// Bit x of row y: whether the level is above 0.
    let signs: [UInt64]
    /// Bit x of row y: whether the level is other than 0.
    let facts: [UInt64]

    /// Pixels of a block for a picture of that size.
    static func factor(width: Int, height: Int) -> Int {
        max(1, (min(width, height) + sideMax / 2) / sideMax)
    }

    /// The trace of a mono picture by blocks of `factor` pixels, the first one at (`left`, `top`).
    init?(_ picture: Image, factor: Int, left: Int = 0, top: Int = 0) {
        precondition(picture.channels == 1)
        let columns = (picture.width - left) / factor
        let rows = (picture.height - top) / factor
        guard min(columns, rows) >= PictureLikeness.sideMin else { return nil }
        var means = [Float](repeating: 0, count: columns * rows)
        for y in 0..<rows * factor {
            let start = (top + y) * picture.width + left
            let row = y / factor * columns
            for x in 0..<columns * factor {
                means[row + x / factor] += Float(picture.pixels[start + x])
            }
        }
        let scale = 1 / Float(factor * factor)
        let grey = Plane(width: columns, height: rows, values: means.map { $0 * scale })
        let around = grey.boxMean(radius: Self.radius)
        let grain = Plane(
            width: columns,
            height: rows,
            values: zip(grey.values, around.values).map { $0 - $1 }
        )
        let power = Plane(width: columns, height: rows, values: grain.values.map { $0 * $0 })
            .boxMean(radius: Self.radius)
        let width = min(columns, Self.sideMax)
        let height = min(rows, Self.sideMax)
        var levels: [Int8] = []
        levels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let place = (y + (rows - height) / 2) * columns + x + (columns - width) / 2
                let value = grain.values[place]
                let deviation = max(0, power.values[place]).squareRoot() + Self.floor
                let level = (value / deviation * Self.unit).clamped(to: -120...120)
                levels.append(value.magnitude > Self.floor ? Int8(level) : 0)
            }
        }
        self.init(width: width, height: height, levels: levels)
    }

    private init(width: Int, height: Int, levels: [Int8]) {
        (self.width, self.height, self.levels) = (width, height, levels)
        var signs = [UInt64](repeating: 0, count: height)
        var facts = signs
        for y in 0..<height {
            for x in 0..<width {
                let level = levels[y * width + x]
                if level > 0 { signs[y] |= 1 << UInt64(x) }
                if level != 0 { facts[y] |= 1 << UInt64(x) }
            }
        }
        (self.signs, self.facts) = (signs, facts)
    }

    /// The trace of the picture turned by `turn` quarters, 0...3, and mirrored first from 4 on.
    func turned(_ turn: Int) -> PictureTrace {
        guard turn > 0 else { return self }
        let isUpright = turn % 2 == 0
        let (columns, rows) = isUpright ? (width, height) : (height, width)
        var turned: [Int8] = []
        turned.reserveCapacity(levels.count)
        for y in 0..<rows {
            for x in 0..<columns {
                var (column, row) =
                    switch turn % 4 {
                    case 0: (x, y)
                    case 1: (y, height - 1 - x)
                    case 2: (width - 1 - x, height - 1 - y)
                    default: (width - 1 - y, x)
                    }
                if turn >= 4 { column = width - 1 - column }
                turned.append(levels[row * width + column])
            }
        }
        return PictureTrace(width: columns, height: rows, levels: turned)
    }
}

extension Float {
    fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
        Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
    }
}
