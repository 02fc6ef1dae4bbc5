import Graphs

/// The attributes of a RoiAlign: how a region falls into cells, and a cell into points.
struct RegionForm {
    /// A point as places of the image with their weights, at most four.
    typealias Point = [(place: Int, weight: Double)]

    /// Greatest number of cells along an axis, and of points along one of a cell.
    private static let countMax = 1 << 15
    /// Most points of one region.
    private static let pointsMax = 1 << 24

    /// Cells from top to bottom.
    let height: Int
    /// Cells from left to right.
    let width: Int
    private let node: Node
    private let scale: Double
    private let points: Int
    private let isGreatest: Bool
    private let isHalfPixel: Bool

    /// Reads the attributes of a node.
    init(_ node: Node) throws(ModelError) {
        self.node = node
        height = try node.int("output_height") ?? 1
        width = try node.int("output_width") ?? 1
        points = try node.int("sampling_ratio") ?? 0
        scale = Double(try node.float("spatial_scale") ?? 1)
        let mode = try node.string("mode") ?? "avg"
        let standard = node.opset < 16 ? "output_half_pixel" : "half_pixel"
        let coordinates = try node.string("coordinate_transformation_mode") ?? standard
        isGreatest = mode == "max"
        isHalfPixel = coordinates == "half_pixel"
        guard isGreatest || mode == "avg", isHalfPixel || coordinates == "output_half_pixel",
            (1...Self.countMax).contains(height), (1...Self.countMax).contains(width),
            (0...Self.countMax).contains(points)
        else {
            let text = "\(height) by \(width) cells of \(points) points, \(mode), \(coordinates)"
            throw node.error(.attribute(text))
        }
    }

    /// The points of every cell of a region in row-major order, the corners being left, top,
    /// right, bottom.
    func cells(
        _ corners: [Double],
        height rows: Int,
        width columns: Int
    ) throws(ModelError) -> [[Point]] {
        let offset = isHalfPixel ? 0.5 : 0
        let scaled = corners.map { $0 * scale - offset }
        let down = try samples(scaled[1], scaled[3], cells: height, extent: rows)
        let across = try samples(scaled[0], scaled[2], cells: width, extent: columns)
        let points = (down.first?.count ?? 0) * (across.first?.count ?? 0)
        guard points * height * width <= Self.pointsMax else {
            throw node.error(.tooLarge("a region of \(points) points in each cell"))
        }
        return down.flatMap { y in
            across.map { x in
                y.flatMap { row in x.map { column in point(row, column, columns) } }
            }
        }
    }

    /// Along one axis the two neighbours of every sample of every cell; none beside the image.
    private func samples(
        _ start: Double,
        _ end: Double,
        cells: Int,
        extent: Int
    ) throws(ModelError) -> [[Point]] {
        let length = isHalfPixel ? end - start : max(end - start, 1)
        let cell = length / Double(cells)
        let count = points > 0 ? Double(points) : cell.rounded(.up)
        guard start.isFinite, end.isFinite, count <= Double(Self.countMax) else {
            throw node.error(.inputs("a region from \(start) to \(end)"))
        }
        return (0..<cells).map { index in
            (0..<Int(max(0, count))).map { sample in
                let share = (Double(sample) + 0.5) / count
                return neighbours(start + (Double(index) + share) * cell, extent)
            }
        }
    }

    private func neighbours(_ coordinate: Double, _ extent: Int) -> Point {
        guard coordinate >= -1, coordinate <= Double(extent) else { return [] }
        let x = min(max(coordinate, 0), Double(extent - 1))
        let low = Int(x)
        let share = x - Double(low)
        return [(low, 1 - share), (min(low + 1, extent - 1), share)]
    }

    private func point(_ row: Point, _ column: Point, _ columns: Int) -> Point {
        row.flatMap { y in
            column.map { x in (y.place * columns + x.place, y.weight * x.weight) }
        }
    }

    /// The mean of the points of a cell, or the greatest of all weighted neighbours.
    func pooled(_ cell: [Point], _ image: [Double], from start: Int) -> Double {
        guard isGreatest else {
            let sum = cell.joined().reduce(0) { $0 + $1.weight * image[start + $1.place] }
            return sum / Double(max(1, cell.count))
        }
        let strengths = cell.map { point in
            point.map { $0.weight * image[start + $0.place] }.max() ?? 0
        }
        return strengths.max() ?? 0
    }
}
