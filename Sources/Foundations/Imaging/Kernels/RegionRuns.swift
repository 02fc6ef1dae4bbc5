/// The places of a mask that hold one value, as runs of neighbours in a row, grouped into connected
/// regions.
///
/// Two passes: runs are found row by row and joined with those they touch above, then numbered in
/// reading order (He, Chao and Suzuki, "A Run-Based Two-Scan Labeling Algorithm", 2008). Twin:
/// flooding, in the tests.
struct RegionRuns {
    /// Neighbouring places of one row.
    struct Run {
        var row: Int32
        /// First column.
        var start: Int32
        /// Column behind the last one.
        var end: Int32
        /// Number of the region, from 0, in reading order of its first place.
        var region: Int32

        func places(width: Int) -> Range<Int> {
            let first = Int(row) * width
            return first + Int(start)..<first + Int(end)
        }
    }

    let width: Int
    let height: Int
    /// In reading order.
    private(set) var runs: [Run] = []
    private(set) var regionCount = 0

    /// Finds the runs of `value`, 0 or 1, in `mask`.
    init(_ mask: RegionMask, of value: UInt8) {
        width = mask.width
        height = mask.height
        var parents: [Int32] = []
        var above = 0..<0
        for row in 0..<height {
            let first = runs.count
            appendRuns(mask.cells.span, row: row, of: value)
            var candidate = above.lowerBound
            for index in first..<runs.count {
                let run = runs[index]
                var label: Int32 = -1
                while candidate < above.upperBound, runs[candidate].end <= run.start {
                    candidate += 1
                }
                var touching = candidate
                while touching < above.upperBound, runs[touching].start < run.end {
                    let root = Self.root(of: runs[touching].region, in: &parents)
                    if label < 0 {
                        label = root
                    } else if root != label {
                        // The region that was met first keeps its number.
                        parents[Int(max(root, label))] = min(root, label)
                        label = min(root, label)
                    }
                    touching += 1
                }
                if label < 0 {
                    label = Int32(parents.count)
                    parents.append(label)
                }
                runs[index].region = label
            }
            above = first..<runs.count
        }
        number(&parents)
    }

    private mutating func number(_ parents: inout [Int32]) {
        var numbers = [Int32](repeating: -1, count: parents.count)
        for index in runs.indices {
            let root = Int(Self.root(of: runs[index].region, in: &parents))
            if numbers[root] < 0 {
                numbers[root] = Int32(regionCount)
                regionCount += 1
            }
            runs[index].region = numbers[root]
        }
    }

    private static func root(of label: Int32, in parents: inout [Int32]) -> Int32 {
        var label = label
        while parents[Int(label)] != label {
            parents[Int(label)] = parents[Int(parents[Int(label)])]
            label = parents[Int(label)]
        }
        return label
    }

    private mutating func appendRuns(_ cells: Span<UInt8>, row: Int, of value: UInt8) {
        let first = row * width
        let end = first + width
        var place = ByteMasks.next(value, in: cells, from: first, to: end)
        while place < end {
            let behind = ByteMasks.next(value ^ 1, in: cells, from: place, to: end)
            runs.append(
                Run(
                    row: Int32(row),
                    start: Int32(place - first),
                    end: Int32(behind - first),
                    region: 0
                )
            )
            place = ByteMasks.next(value, in: cells, from: behind, to: end)
        }
    }

    /// The regions in the order of their numbers.
    var regions: [RegionMask.Region] {
        var regions: [RegionMask.Region] = []
        regions.reserveCapacity(regionCount)
        for run in runs {
            let (row, first, last) = (Int(run.row), Int(run.start), Int(run.end) - 1)
            let count = last - first + 1
            if Int(run.region) == regions.count {
                regions.append(
                    RegionMask.Region(
                        label: run.region + 1,
                        count: 0,
                        sumX: 0,
                        sumY: 0,
                        columns: first...last,
                        rows: row...row
                    )
                )
            }
            let index = Int(run.region)
            regions[index].count += count
            regions[index].sumX += (first + last) * count / 2
            regions[index].sumY += row * count
            let columns = regions[index].columns
            regions[index].columns =
                min(columns.lowerBound, first)...max(columns.upperBound, last)
            regions[index].rows = regions[index].rows.lowerBound...row
        }
        return regions
    }

    /// 1 at the places of the runs that `isIn` names, 0 elsewhere.
    func cells(where isIn: (Run) -> Bool) -> [UInt8] {
        var cells = [UInt8](repeating: 0, count: width * height)
        for run in runs where isIn(run) {
            for place in run.places(width: width) { cells[place] = 1 }
        }
        return cells
    }
}
