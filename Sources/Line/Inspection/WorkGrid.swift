public import Blister
internal import Imaging

/// The coarser grid that inspection works on, and what the layout says about each of its places.
///
/// A place is a block of `factor` by `factor` pixels, about a fifth of a millimetre wide. Built once
/// per recipe. Thread-safe as a value.
public struct WorkGrid: Sendable {
    /// Widest place that is aimed at, in millimetres.
    public static let placeMillimetres = 0.2
    /// What is looked at around a pocket's outline, in millimetres.
    public static let marginMillimetres = 1.6
    /// Strip around the blister and its pockets that counts as neither foil nor pocket.
    public static let rimMillimetres = 0.8
    /// How far around a place of foil its surroundings reach, in millimetres.
    public static let foilSurroundingsMillimetres = 2.0

    /// The layout it was built from.
    public let layout: Layout
    /// Pixels on a side of one place.
    public let factor: Int
    /// Extent of a place in millimetres.
    public let millimetres: Double
    /// Places across the web.
    public let width: Int
    /// Places along travel.
    public let height: Int
    /// Signed distance to the nearest pocket outline in millimetres, negative inside.
    public let distance: [Float]
    /// 1 where the foil between the pockets is watched: off pockets, rims and what is read.
    public let foil: [UInt8]
    /// Radius in places of the surroundings that foil is measured against.
    let foilRadius: Int
    /// Watched places of foil in the surroundings of each place.
    let foilCounts: [Int32]
    /// The pockets in the layout's order.
    public let windows: [PocketWindow]

    /// Lays the grid over a registered blister of `layout` with `millimetresPerPixel`.
    public init(layout: Layout, millimetresPerPixel: Double) {
        self.layout = layout
        factor = max(1, min(16, Int((Self.placeMillimetres / millimetresPerPixel).rounded())))
        millimetres = millimetresPerPixel * Double(factor)
        let pixelsAcross = Int((layout.width / millimetresPerPixel).rounded())
        let pixelsAlong = Int((layout.length / millimetresPerPixel).rounded())
        width = max(1, pixelsAcross / factor)
        height = max(1, pixelsAlong / factor)
        var distance = [Float](repeating: .infinity, count: width * height)
        var owner = [Int16](repeating: -1, count: width * height)
        for (index, pocket) in layout.pockets.enumerated() {
            for y in 0..<height {
                for x in 0..<width {
                    let point = Point(
                        x: (Double(x) + 0.5) * millimetres,
                        y: (Double(y) + 0.5) * millimetres
                    )
                    let value = Float(pocket.signedDistance(to: point))
                    if value < distance[y * width + x] {
                        distance[y * width + x] = value
                        owner[y * width + x] = Int16(index)
                    }
                }
            }
        }
        self.distance = distance
        foil = Self.watchedFoil(layout, distance, width, height, millimetres)
        foilRadius = max(1, Int((Self.foilSurroundingsMillimetres / millimetres).rounded()))
        foilCounts = LocalContrast.counts(of: foil, width: width, radius: foilRadius)
        var windows: [PocketWindow] = []
        for index in layout.pockets.indices {
            windows.append(
                PocketWindow(
                    index: index,
                    layout: layout,
                    gridWidth: width,
                    gridHeight: height,
                    millimetres: millimetres,
                    owner: owner
                )
            )
        }
        self.windows = windows
    }

    private static func watchedFoil(
        _ layout: Layout,
        _ distance: [Float],
        _ width: Int,
        _ height: Int,
        _ millimetres: Double
    ) -> [UInt8] {
        var foil = [UInt8](repeating: 0, count: width * height)
        let regions = layout.textRegions
        for y in 0..<height {
            for x in 0..<width where distance[y * width + x] > Float(rimMillimetres) {
                let atX = (Double(x) + 0.5) * millimetres
                let atY = (Double(y) + 0.5) * millimetres
                let edge = min(atX, atY, layout.width - atX, layout.length - atY)
                let isReserved = regions.contains { region in
                    atX > region.x - 0.6 && atX < region.x + region.width + 0.6
                        && atY > region.y - 0.6 && atY < region.y + region.height + 0.6
                }
                if edge > 0.6 && !isReserved { foil[y * width + x] = 1 }
            }
        }
        return foil
    }
}

/// The upright cut of the work grid around one pocket.
public struct PocketWindow: Sendable {
    /// Position in the layout's list.
    public let index: Int
    /// First column in the grid.
    public let left: Int
    /// First row in the grid.
    public let top: Int
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// The pocket's centre in window columns and rows; the middle of place (0, 0) is (0, 0).
    public let centre: Point
    /// Signed distance to this pocket's outline in millimetres, negative inside.
    public let distance: [Float]
    /// 1 where no other pocket is nearer.
    public let isOwn: [UInt8]

    init(
        index: Int,
        layout: Layout,
        gridWidth: Int,
        gridHeight: Int,
        millimetres: Double,
        owner: [Int16]
    ) {
        let pocket = layout.pockets[index]
        let half = pocket.halfExtent
        let margin = WorkGrid.marginMillimetres
        func clamped(_ value: Double, _ count: Int) -> Int { max(0, min(count - 1, Int(value))) }
        self.index = index
        left = clamped((pocket.centre.x - half.x - margin) / millimetres, gridWidth)
        top = clamped((pocket.centre.y - half.y - margin) / millimetres, gridHeight)
        let right = clamped((pocket.centre.x + half.x + margin) / millimetres, gridWidth)
        let bottom = clamped((pocket.centre.y + half.y + margin) / millimetres, gridHeight)
        width = right - left + 1
        height = bottom - top + 1
        centre = Point(
            x: pocket.centre.x / millimetres - 0.5 - Double(left),
            y: pocket.centre.y / millimetres - 0.5 - Double(top)
        )
        var distance = [Float](repeating: 0, count: width * height)
        var isOwn = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let point = Point(
                    x: (Double(left + x) + 0.5) * millimetres,
                    y: (Double(top + y) + 0.5) * millimetres
                )
                distance[y * width + x] = Float(pocket.signedDistance(to: point))
                let place = (top + y) * gridWidth + left + x
                isOwn[y * width + x] = owner[place] == Int16(index) ? 1 : 0
            }
        }
        self.distance = distance
        self.isOwn = isOwn
    }
}
