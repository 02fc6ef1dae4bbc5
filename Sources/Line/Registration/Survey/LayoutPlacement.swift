internal import Blister
internal import Imaging

/// Where a layout lies in a feature map, and how sure that is.
struct PlacedLayout: Equatable {
    /// Lane 0's first corner from the map's first corner, millimetres.
    var x: Double
    /// The same along travel.
    var y: Double
    /// Distance of pocket interiors from what lies between, in pooled standard deviations.
    var separation: Double
}

/// Finds a layout in a feature map: the place where the insides of pockets differ most from what
/// lies between them.
struct LayoutPlacement {
    let map: FeatureMap
    let layout: Layout
    private let moments: FeatureMoments

    /// Cells this far inside a pocket's outline count as its inside, as a share of its width.
    private static let innerShare = 0.1
    /// Cells this far outside every outline, millimetres, count as between.
    private static let guardMillimetres = 0.8

    init(map: FeatureMap, layout: Layout) {
        self.map = map
        self.layout = layout
        moments = FeatureMoments(map)
    }

    /// The best place with lane 0's corner in `xs` and `ys` (millimetres), or nil when both are empty.
    ///
    /// Searched in steps of two cells, then of a quarter cell around the best.
    func best(xs: ClosedRange<Double>, ys: ClosedRange<Double>) -> PlacedLayout? {
        var best: PlacedLayout?
        let stepX = map.cellX * 2
        let stepY = map.cellY * 2
        let masks = RunMask(layout: layout, cellX: map.cellX, cellY: map.cellY, offset: (0, 0))
        var y = ys.lowerBound
        while y <= ys.upperBound {
            var x = xs.lowerBound
            while x <= xs.upperBound {
                let score = separation(
                    masks,
                    column: Int((x / map.cellX).rounded()),
                    row: Int((y / map.cellY).rounded())
                )
                if score > (best?.separation ?? -1) {
                    best = PlacedLayout(x: x, y: y, separation: score)
                }
                x += stepX
            }
            y += stepY
        }
        return best.map { refined($0, xs: xs, ys: ys) }
    }

    /// How convincing the layout is with lane 0's corner at `(x, y)`, millimetres.
    func separation(x: Double, y: Double) -> Double {
        let column = Int((x / map.cellX).rounded(.down))
        let row = Int((y / map.cellY).rounded(.down))
        let mask = RunMask(
            layout: layout,
            cellX: map.cellX,
            cellY: map.cellY,
            offset: (x - Double(column) * map.cellX, y - Double(row) * map.cellY)
        )
        return separation(mask, column: column, row: row)
    }

    private func refined(
        _ start: PlacedLayout,
        xs: ClosedRange<Double>,
        ys: ClosedRange<Double>
    ) -> PlacedLayout {
        var tried: [PlacedLayout] = []
        let reach = 10
        for iy in -reach...reach {
            for ix in -reach...reach {
                let x = start.x + Double(ix) * map.cellX / 4
                let y = start.y + Double(iy) * map.cellY / 4
                tried.append(PlacedLayout(x: x, y: y, separation: separation(x: x, y: y)))
            }
        }
        guard let top = tried.max(by: { $0.separation < $1.separation }) else { return start }
        // Products smaller than their pockets leave a plateau: its middle is the place.
        let near = tried.filter { $0.separation >= top.separation * 0.97 }
        let weight = near.reduce(0) { $0 + $1.separation - top.separation * 0.96 }
        func centre(_ value: (PlacedLayout) -> Double) -> Double {
            near.reduce(0) { $0 + value($1) * ($1.separation - top.separation * 0.96) } / weight
        }
        return PlacedLayout(x: centre(\.x), y: centre(\.y), separation: top.separation)
    }

    private func separation(_ mask: RunMask, column: Int, row: Int) -> Double {
        var inside = moments.emptySums
        var between = moments.emptySums
        for run in mask.inside { add(run, column: column, row: row, to: &inside) }
        for run in mask.between { add(run, column: column, row: row, to: &between) }
        // A place that hangs out of the picture counts by what can be seen of it.
        let seen =
            Double(inside.cells + between.cells)
            / Double(max(mask.insideCells + mask.betweenCells, 1))
        guard seen > 0.85 else { return 0 }
        return MomentSums.separation(inside, between).squareRoot() * seen
    }

    private func add(_ run: RunMask.Run, column: Int, row: Int, to sums: inout MomentSums) {
        let first = column + run.columns.lowerBound
        moments.add(
            row: row + run.row,
            columns: first..<(first + run.columns.count),
            to: &sums
        )
    }

    static func isInside(_ distance: Double, pocket: Pocket) -> Bool {
        let width =
            switch pocket.shape {
            case .circle(let diameter): diameter
            case .oblong(_, let width, _): width
            }
        return distance <= -max(0.3, width * innerShare)
    }

    static func isBetween(_ distance: Double) -> Bool { distance >= guardMillimetres }
}

/// The cells inside and between the pockets of all lanes, as runs of columns.
struct RunMask {
    struct Run {
        var row: Int
        var columns: Range<Int>
    }

    private(set) var inside: [Run] = []
    private(set) var between: [Run] = []
    private(set) var insideCells = 0
    private(set) var betweenCells = 0

    /// `offset` is where the layout's corner lies in cell (0, 0), millimetres.
    init(layout: Layout, cellX: Double, cellY: Double, offset: (x: Double, y: Double)) {
        let rows = Int(((layout.length + offset.y) / cellY).rounded(.up))
        let columns = Int(((layout.width + offset.x) / cellX).rounded(.up))
        var laneInside: [Run] = []
        var laneBetween: [Run] = []
        for row in 0..<rows {
            let y = (Double(row) + 0.5) * cellY - offset.y
            guard y >= 0, y <= layout.length else { continue }
            var kinds = [UInt8](repeating: 0, count: columns + 1)
            for column in 0..<columns {
                let x = (Double(column) + 0.5) * cellX - offset.x
                guard x >= 0, x <= layout.width else { continue }
                kinds[column] = Self.kind(layout, x: x, y: y)
            }
            var start = 0
            for column in 1...columns where kinds[column] != kinds[start] {
                let run = Run(row: row, columns: start..<column)
                if kinds[start] == 1 { laneInside.append(run) }
                if kinds[start] == 2 { laneBetween.append(run) }
                start = column
            }
        }
        for lane in 0..<layout.lanes {
            let shift = Int((Double(lane) * layout.lanePitch / cellX).rounded())
            func shifted(_ run: Run) -> Run {
                let first = run.columns.lowerBound + shift
                return Run(row: run.row, columns: first..<(first + run.columns.count))
            }
            inside += laneInside.map(shifted)
            between += laneBetween.map(shifted)
        }
        insideCells = inside.reduce(0) { $0 + $1.columns.count }
        betweenCells = between.reduce(0) { $0 + $1.columns.count }
    }

    /// 1 inside a pocket, 2 between pockets, 0 near an outline.
    private static func kind(_ layout: Layout, x: Double, y: Double) -> UInt8 {
        var nearest = Double.infinity
        let point = Point(x: x, y: y)
        for pocket in layout.pockets {
            guard abs(pocket.centre.x - x) < 60, abs(pocket.centre.y - y) < 60 else { continue }
            let distance = pocket.signedDistance(to: point)
            if LayoutPlacement.isInside(distance, pocket: pocket) { return 1 }
            nearest = min(nearest, distance)
        }
        return LayoutPlacement.isBetween(nearest) ? 2 : 0
    }
}
