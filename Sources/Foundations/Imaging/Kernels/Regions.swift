/// A set of places in a small picture, with the connected-region tools that checks are made of.
///
/// Row-major; 1 = in the set, 0 = not. Neighbours are the four beside, above and below.
/// Thread-safe as a value.
public struct RegionMask: Sendable, Equatable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `width * height` values, 0 or 1.
    public var cells: [UInt8]

    /// Wraps `cells`; traps when their count does not fit.
    public init(width: Int, height: Int, cells: [UInt8]) {
        precondition(width > 0 && height > 0 && cells.count == width * height)
        self.width = width
        self.height = height
        self.cells = cells
    }

    /// One connected set of places.
    public struct Region: Sendable, Equatable {
        /// Number in ``labels``, from 1.
        public var label: Int32
        /// Places.
        public var count: Int
        /// Sum of the columns, for the centre.
        public var sumX: Int
        /// Sum of the rows, for the centre.
        public var sumY: Int
        /// First and last column.
        public var columns: ClosedRange<Int>
        /// First and last row.
        public var rows: ClosedRange<Int>
    }

    /// Numbers the connected regions in reading order of their first place.
    ///
    /// - Returns: a number per place, 0 outside, and the regions in the order of their numbers.
    public func labelled() -> (labels: [Int32], regions: [Region]) {
        var labels = [Int32](repeating: 0, count: cells.count)
        var regions: [Region] = []
        var open: [Int] = []
        for start in cells.indices where cells[start] != 0 && labels[start] == 0 {
            let label = Int32(regions.count + 1)
            var region = Region(
                label: label,
                count: 0,
                sumX: 0,
                sumY: 0,
                columns: start % width...start % width,
                rows: start / width...start / width
            )
            labels[start] = label
            open.append(start)
            while let place = open.popLast() {
                let x = place % width
                let y = place / width
                region.count += 1
                region.sumX += x
                region.sumY += y
                region.columns =
                    min(region.columns.lowerBound, x)...max(region.columns.upperBound, x)
                region.rows = min(region.rows.lowerBound, y)...max(region.rows.upperBound, y)
                func visit(_ next: Int) {
                    guard cells[next] != 0, labels[next] == 0 else { return }
                    labels[next] = label
                    open.append(next)
                }
                if x > 0 { visit(place - 1) }
                if x + 1 < width { visit(place + 1) }
                if y > 0 { visit(place - width) }
                if y + 1 < height { visit(place + width) }
            }
            regions.append(region)
        }
        return (labels, regions)
    }

    /// Places whose four neighbours are all in the set; places outside the picture count as in.
    public func eroded() -> RegionMask {
        var result = self
        for y in 0..<height {
            for x in 0..<width where cells[y * width + x] != 0 {
                let place = y * width + x
                let isEdge =
                    (x > 0 && cells[place - 1] == 0)
                    || (x + 1 < width && cells[place + 1] == 0)
                    || (y > 0 && cells[place - width] == 0)
                    || (y + 1 < height && cells[place + width] == 0)
                if isEdge { result.cells[place] = 0 }
            }
        }
        return result
    }

    /// The set with the four neighbours of every place added.
    public func dilated() -> RegionMask {
        var result = self
        for y in 0..<height {
            for x in 0..<width where cells[y * width + x] != 0 {
                let place = y * width + x
                if x > 0 { result.cells[place - 1] = 1 }
                if x + 1 < width { result.cells[place + 1] = 1 }
                if y > 0 { result.cells[place - width] = 1 }
                if y + 1 < height { result.cells[place + width] = 1 }
            }
        }
        return result
    }

    /// The set with every hole that does not reach the picture's edge filled.
    public func filled() -> RegionMask {
        var outside = [UInt8](repeating: 0, count: cells.count)
        var open: [Int] = []
        func visit(_ place: Int) {
            guard cells[place] == 0, outside[place] == 0 else { return }
            outside[place] = 1
            open.append(place)
        }
        for x in 0..<width {
            visit(x)
            visit((height - 1) * width + x)
        }
        for y in 0..<height {
            visit(y * width)
            visit(y * width + width - 1)
        }
        while let place = open.popLast() {
            let x = place % width
            if x > 0 { visit(place - 1) }
            if x + 1 < width { visit(place + 1) }
            if place >= width { visit(place - width) }
            if place + width < cells.count { visit(place + width) }
        }
        return RegionMask(width: width, height: height, cells: outside.map { 1 - $0 })
    }

    /// Places in the set.
    public var count: Int { cells.reduce(0) { $0 + Int($1) } }
}
