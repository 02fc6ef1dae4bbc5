internal import Blister
internal import Imaging

/// A region of the registered blister in pixels, with room for print that lies a little off, and how its
/// text is turned.
struct RegionWindow: Sendable {
    private let region: Region
    private let millimetresPerPixel: Double
    private let margin: Double
    private let turnDegrees: Int

    init(_ region: Region, millimetresPerPixel: Double, margin: Double, turnDegrees: Int) {
        self.region = region
        self.millimetresPerPixel = millimetresPerPixel
        self.margin = margin
        self.turnDegrees = turnDegrees
    }

    /// The middle of the region, millimetres from the blister's first corner.
    var middle: Point { Point(x: region.x + region.width / 2, y: region.y + region.height / 2) }

    /// The region's part of `image`, mono, turned so that its text reads left to right.
    func cut(from image: Image) -> Cut {
        func pixel(_ millimetres: Double, _ most: Int) -> Int {
            max(0, min(most, Int((millimetres / millimetresPerPixel).rounded())))
        }
        let left = pixel(region.x - margin, image.width - 1)
        let top = pixel(region.y - margin, image.height - 1)
        let right = max(left + 1, pixel(region.x + region.width + margin, image.width))
        let bottom = max(top + 1, pixel(region.y + region.height + margin, image.height))
        let part = image.cropped(left: left, top: top, width: right - left, height: bottom - top)
            .converted(toChannels: 1)
        return Cut(
            image: Self.turned(part, turnDegrees),
            left: left,
            top: top,
            width: part.width,
            height: part.height,
            turnDegrees: turnDegrees,
            millimetresPerPixel: millimetresPerPixel
        )
    }

    private static func turned(_ image: Image, _ degrees: Int) -> Image {
        let (width, height) = (image.width, image.height)
        guard degrees != 0 else { return image }
        let isUpright = degrees == 180
        let (columns, rows) = isUpright ? (width, height) : (height, width)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(image.pixels.count)
        for row in 0..<rows {
            for column in 0..<columns {
                let (x, y) =
                    switch degrees {
                    case 90: (width - 1 - row, column)
                    case 180: (width - 1 - column, height - 1 - row)
                    default: (row, height - 1 - column)
                    }
                pixels.append(image.pixels[y * width + x])
            }
        }
        return Image(width: columns, height: rows, channels: 1, pixels: pixels)
    }

    /// A region cut out and turned upright.
    struct Cut {
        /// Mono.
        let image: Image
        fileprivate let left: Int
        fileprivate let top: Int
        fileprivate let width: Int
        fileprivate let height: Int
        fileprivate let turnDegrees: Int
        fileprivate let millimetresPerPixel: Double

        /// Where (`x`, `y`) of ``image`` lies in the registered blister, in its pixels.
        func pixel(_ x: Double, _ y: Double) -> Point {
            let (wide, high) = (Double(width), Double(height))
            let (column, row) =
                switch turnDegrees {
                case 90: (wide - y, x)
                case 180: (wide - x, high - y)
                case 270: (y, high - x)
                default: (x, y)
                }
            return Point(x: Double(left) + column, y: Double(top) + row)
        }

        /// The same in millimetres from the blister's first corner.
        func place(_ x: Double, _ y: Double) -> Point {
            let pixel = pixel(x, y)
            return Point(x: pixel.x * millimetresPerPixel, y: pixel.y * millimetresPerPixel)
        }
    }
}
