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
        /// Number in the labels of ``RegionMask/labelled()``, from 1.
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

    /// The connected regions in reading order of their first place.
    ///
    /// Twin: ``labelled()`` by flooding, in the tests.
    public var regions: [Region] { RegionRuns(self, of: 1).regions }

    /// Numbers the connected regions in reading order of their first place.
    ///
    /// - Returns: a number per place, 0 outside, and the regions in the order of their numbers.
    public func labelled() -> (labels: [Int32], regions: [Region]) {
        let runs = RegionRuns(self, of: 1)
        var labels = [Int32](repeating: 0, count: cells.count)
        for run in runs.runs {
            for place in run.places(width: width) { labels[place] = run.region + 1 }
        }
        return (labels, runs.regions)
    }

    /// The connected region with most places where `field` is below 0; the first of equals, and
    /// nothing when no region has such a place.
    public func mainRegion(inside field: [Float]) -> RegionMask {
        precondition(field.count == cells.count)
        let runs = RegionRuns(self, of: 1)
        var inside = [Int](repeating: 0, count: runs.regionCount)
        for run in runs.runs {
            var count = 0
            for place in run.places(width: width) where field[place] < 0 { count += 1 }
            inside[Int(run.region)] += count
        }
        var best = -1
        for region in inside.indices where inside[region] > (best < 0 ? 0 : inside[best]) {
            best = region
        }
        return RegionMask(
            width: width,
            height: height,
            cells: runs.cells { $0.region == Int32(best) }
        )
    }

    /// The set with every hole that does not reach the picture's edge filled.
    public func filled() -> RegionMask {
        let gaps = RegionRuns(self, of: 0)
        var reachesEdge = [Bool](repeating: false, count: gaps.regionCount)
        for run in gaps.runs {
            let isAtEdge =
                run.row == 0 || Int(run.row) == height - 1 || run.start == 0
                || Int(run.end) == width
            if isAtEdge { reachesEdge[Int(run.region)] = true }
        }
        guard reachesEdge.contains(false) else { return self }
        var result = self
        for run in gaps.runs where !reachesEdge[Int(run.region)] {
            for place in run.places(width: width) { result.cells[place] = 1 }
        }
        return result
    }

    /// Places in the set.
    public var count: Int { ByteMasks.count(cells) }
}
