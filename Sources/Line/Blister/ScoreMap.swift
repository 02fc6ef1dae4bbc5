/// Where a network finds a pocket unlike what it should be, over an upright window of the blister.
///
/// Thread-safe as a value.
public struct ScoreMap: Sendable, Equatable {
    /// Columns; at least 1.
    public let width: Int
    /// Rows; at least 1.
    public let height: Int
    /// `width * height` scores, row-major, higher is worse, 0 where nothing is looked at.
    public let values: [Float]
    /// The window's first corner, in millimetres from the blister's.
    public let origin: Point
    /// The window's extent in millimetres: across the web and along travel.
    public let extent: Point

    /// Makes a map; traps when `values` do not fit.
    public init(width: Int, height: Int, values: [Float], origin: Point, extent: Point) {
        precondition(width > 0 && height > 0 && values.count == width * height)
        self.width = width
        self.height = height
        self.values = values
        self.origin = origin
        self.extent = extent
    }

    /// Share of the highest score from which on a place stands out.
    public static let standingOutShare: Float = 0.6

    /// The middle of what stands out, each place by how far it does, in millimetres from the blister's
    /// first corner; nil when every score is 0 or none is a number.
    public var middle: Point? {
        let least = (values.max() ?? 0) * Self.standingOutShare
        var (across, along, weight) = (0.0, 0.0, 0.0)
        for (place, value) in values.enumerated() where value > least {
            let excess = Double(value - least)
            across += excess * (Double(place % width) + 0.5)
            along += excess * (Double(place / width) + 0.5)
            weight += excess
        }
        guard weight > 0 else { return nil }
        return Point(
            x: origin.x + across / weight * extent.x / Double(width),
            y: origin.y + along / weight * extent.y / Double(height)
        )
    }

    /// The middle of the place with the highest score, in millimetres from the blister's first
    /// corner; the first of several, nil when every score is 0 or none is a number.
    public var strongest: Point? {
        var best = (value: Float(0), place: -1)
        for (place, value) in values.enumerated() where value > best.value { best = (value, place) }
        guard best.place >= 0 else { return nil }
        return Point(
            x: origin.x + (Double(best.place % width) + 0.5) * extent.x / Double(width),
            y: origin.y + (Double(best.place / width) + 0.5) * extent.y / Double(height)
        )
    }
}
