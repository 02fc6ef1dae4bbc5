internal import Blister
public import Imaging

/// The score maps of a rejected blister's pockets: each pocket as it was seen, and beside it the same
/// with the places reddened that stand out in its map.
public struct MapPicture {
    private let record: BlisterRecord

    /// Prepares to draw the maps of `record`.
    public init(record: BlisterRecord) { self.record = record }

    /// Most pockets that are shown.
    private static let pocketsMax = 12
    private static let scale = 1
    private static let captionHeight = 14
    private static let gap = 4
    /// Share of red at the strongest place.
    private static let cover: Float = 0.7

    /// The picture; nil where no pocket has a map or the blister was not registered.
    public func drawn() -> Image? {
        let pockets = record.result.pockets.filter { $0.map != nil }.prefix(Self.pocketsMax)
        guard let picture = record.picture, record.pixelsPerMillimetre > 0, !pockets.isEmpty else {
            return nil
        }
        let panels = pockets.compactMap { pocket in
            pocket.map.map { panel($0, picture.converted(toChannels: 3)) }
        }
        let captions = pockets.map { $0.sentence ?? "pocket \($0.index)" }
        let text = (captions.map(\.utf8.count).max() ?? 0) * 6 * Self.scale + 2 * Self.gap
        let width = max(text, (panels.map(\.width).max() ?? 0) + 2 * Self.gap)
        let height = panels.reduce(0) { $0 + $1.height + Self.captionHeight + Self.gap }
        var image = Image(width: width, height: height, channels: 3, filledWith: 0)
        var top = 0
        for (panel, caption) in zip(panels, captions) {
            image.draw(text: caption, x: Self.gap, y: top + 3, scale: Self.scale, ink: .white)
            top += Self.captionHeight
            for y in 0..<panel.height {
                let from = y * panel.width * 3
                let to = ((top + y) * width + Self.gap) * 3
                image.pixels.replaceSubrange(
                    to..<to + panel.width * 3,
                    with: panel.pixels[from..<from + panel.width * 3]
                )
            }
            top += panel.height + Self.gap
        }
        return image
    }

    /// Both views of one pocket, side by side.
    private func panel(_ map: ScoreMap, _ picture: Image) -> Image {
        let scale = record.pixelsPerMillimetre
        func pixels(_ millimetres: Double) -> Int { Int((millimetres * scale).rounded()) }
        let (columns, rows) = (max(1, pixels(map.extent.x)), max(1, pixels(map.extent.y)))
        let (left, top) = (pixels(map.origin.x), pixels(map.origin.y))
        let strongest = max(1e-6, map.values.max() ?? 0)
        let least = strongest * ScoreMap.standingOutShare
        var image = Image(
            width: 2 * columns + Self.gap,
            height: rows,
            channels: 3,
            filledWith: 0
        )
        let red: [Float] = [255, 30, 30]
        for y in 0..<rows {
            for x in 0..<columns {
                let column = max(0, min(picture.width - 1, left + x))
                let row = max(0, min(picture.height - 1, top + y))
                let value = Self.sample(
                    map,
                    x: (Float(x) + 0.5) / Float(columns) * Float(map.width) - 0.5,
                    y: (Float(y) + 0.5) / Float(rows) * Float(map.height) - 0.5
                )
                let share = max(0, (value - least) / (strongest - least)) * Self.cover
                for channel in 0..<3 {
                    let seen = picture[column, row, channel]
                    image[x, y, channel] = seen
                    let mixed = Float(seen) * (1 - share) + red[channel] * share
                    image[columns + Self.gap + x, y, channel] = UInt8(mixed.rounded())
                }
            }
        }
        return image
    }

    /// The map between its places, bilinear.
    private static func sample(_ map: ScoreMap, x: Float, y: Float) -> Float {
        let column = max(0, min(Float(map.width - 1), x))
        let row = max(0, min(Float(map.height - 1), y))
        let (left, top) = (Int(column), Int(row))
        let (right, bottom) = (min(left + 1, map.width - 1), min(top + 1, map.height - 1))
        let (across, along) = (column - Float(left), row - Float(top))
        func line(_ row: Int) -> Float {
            map.values[row * map.width + left] * (1 - across)
                + map.values[row * map.width + right] * across
        }
        return line(top) * (1 - along) + line(bottom) * along
    }
}
