internal import Glibc

/// The grid that the cells of a page lie in, fitted to its dots.
struct DotGrid: Sendable {
    /// One place where a dot may be.
    struct Site: Sendable {
        let line: Int
        let column: Int
        /// 0...5, dots 1 to 6 as they lie in the picture: down the left, then down the right.
        let dot: Int
    }

    let form: PageForm
    /// First rows of the lines, in page coordinates.
    private(set) var lines: [Double]
    /// First columns of the cells of each line, in page coordinates; the same for every line
    /// unless lines are set off against each other.
    private(set) var columns: [[Double]]
    /// Cell pitch in dot pitches.
    let cellPitch: Double
    /// Line pitch in dot pitches.
    let linePitch: Double
    /// How far the dots of a cell lie from where the grid has them, page coordinates.
    private var offsets: [Int: SIMD2<Double>] = [:]

    /// Dots explained, less what lines and cells cost.
    let score: Double

    /// The grid of `points` (map pixels) about `pitch` pixels apart, or nil where there is none.
    ///
    /// Lines and cells repeat as those of the `other` side do, where there is one. What `isMeasured` has
    /// no clutter, and a cell of two dots at the end of a line is believed.
    init?(_ points: [SIMD2<Double>], pitch: Double, like other: DotGrid? = nil, isMeasured: Bool) {
        guard points.count >= 6 else { return nil }
        let form = PageForm(points, pitch: pitch)
        self.form = form
        let page = points.map { form.page($0) }
        let rows = GridLine(
            page.map(\.y),
            size: 3,
            periods: Self.periods(3.3...6, by: 0.06, near: other?.linePitch),
            slack: 0.4,
            cost: isMeasured ? 1 : 2.5
        )
        guard !rows.starts.isEmpty else { return nil }
        lines = rows.starts
        linePitch = rows.period
        let inLine = page.map { point in
            rows.starts.firstIndex { point.y > $0 - 0.45 && point.y < $0 + 2.45 }
        }
        let covered = page.indices.filter { inLine[$0] != nil }
        guard covered.count >= 6 else { return nil }
        let periods = Self.periods(2.15...2.85, by: 0.02, near: other?.cellPitch)
        let columnCost = isMeasured ? 0.8 : 2
        let joint = GridLine(
            covered.map { page[$0].x },
            size: 2,
            periods: periods,
            slack: 0.3,
            cost: columnCost
        )
        guard !joint.starts.isEmpty else { return nil }
        // Lines that are centred each for itself have their own columns.
        var single: [GridLine] = []
        for line in rows.starts.indices {
            single.append(
                GridLine(
                    covered.filter { inLine[$0] == line }.map { page[$0].x },
                    size: 2,
                    periods: [joint.period],
                    slack: 0.3,
                    cost: 0.8
                )
            )
        }
        let jointly = joint.score
        let singly = single.reduce(0) { $0 + $1.score }
        let jointCost = columnCost * Double(joint.starts.count)
        let singleCost = single.reduce(0) { $0 + 0.8 * Double($1.starts.count) }
        let isShared =
            rows.starts.count == 1 || jointly + jointCost > 0.85 * (singly + singleCost)
        columns =
            isShared
            ? rows.starts.map { _ in joint.starts } : single.map(\.starts)
        cellPitch = joint.period
        score = isShared ? jointly : singly
        fillGaps()
        settle(page)
        settle(page)
        if isMeasured, lengthen(page) { settle(page) }
    }

    /// How far off its place a single dot beyond a line's end may be, in pitches.
    private static let endReach = 0.28

    /// Adds a cell to each line's end where a dot lies as one of its would; whether it did.
    private mutating func lengthen(_ page: [SIMD2<Double>]) -> Bool {
        let before = columns
        for line in columns.indices {
            guard let first = columns[line].first, let last = columns[line].last else { continue }
            let ends = [first - cellPitch, last + cellPitch]
            let isHit = ends.map { start in
                page.contains { point in
                    (0..<6).contains { dot in
                        let place = SIMD2(start + Double(dot / 3), lines[line] + Double(dot % 3))
                        let apart = point - place
                        return (apart * apart).sum() < Self.endReach * Self.endReach
                    }
                }
            }
            if isHit[0] { columns[line].insert(ends[0], at: 0) }
            if isHit[1] { columns[line].append(ends[1]) }
        }
        return columns != before
    }

    private static func periods(
        _ range: ClosedRange<Double>,
        by step: Double,
        near known: Double?
    ) -> [Double] {
        let all = stride(from: range.lowerBound, through: range.upperBound, by: step).map { $0 }
        guard let known else { return all }
        return all.filter { abs($0 - known) < 0.03 * known + step }
    }

    /// Adds the empty cells between cells and the empty lines between lines.
    private mutating func fillGaps() {
        columns = columns.map { starts in
            var result: [Double] = []
            for start in starts {
                if let last = result.last {
                    let steps = Int(((start - last) / cellPitch).rounded())
                    if steps > 1, steps < 60 {
                        for step in 1..<steps {
                            result.append(last + (start - last) * Double(step) / Double(steps))
                        }
                    }
                }
                result.append(start)
            }
            return result
        }
    }

    /// Moves lines and columns onto their dots, then learns what is left around each cell.
    private mutating func settle(_ page: [SIMD2<Double>]) {
        var lineErrors = [(sum: Double, count: Double)](repeating: (0, 0), count: lines.count)
        var columnErrors = columns.map {
            [(sum: Double, count: Double)](repeating: (0, 0), count: $0.count)
        }
        var matches: [(site: Site, error: SIMD2<Double>)] = []
        for point in page {
            guard let (site, error) = nearest(point) else { continue }
            matches.append((site, error))
            lineErrors[site.line].sum += error.y
            lineErrors[site.line].count += 1
            columnErrors[site.line][site.column].sum += error.x
            columnErrors[site.line][site.column].count += 1
        }
        let isShared = columns.dropFirst().allSatisfy { $0 == columns[0] }
        for line in lines.indices {
            lines[line] += lineErrors[line].sum / (lineErrors[line].count + 1)
            for column in columns[line].indices {
                var (sum, count) = columnErrors[line][column]
                if isShared {
                    (sum, count) = (0, 0)
                    for other in lines.indices {
                        sum += columnErrors[other][column].sum
                        count += columnErrors[other][column].count
                    }
                }
                columns[line][column] += sum / (count + 2)
            }
        }
        offsets = [:]
        var left: [(place: SIMD2<Double>, error: SIMD2<Double>)] = []
        for point in page {
            if let (_, error) = nearest(point) { left.append((point, error)) }
        }
        let index = PointIndex(left.map(\.place), cell: 9)
        var learnt: [Int: SIMD2<Double>] = [:]
        for line in lines.indices {
            for column in columns[line].indices {
                let centre = SIMD2(columns[line][column] + 0.5, lines[line] + 1)
                var sum = SIMD2<Double>.zero
                var weight = 1.5
                index.each(near: centre, within: 9) { i in
                    let apart = left[i].place - centre
                    let share = exp(-(apart * apart).sum() / 18)
                    sum += left[i].error * share
                    weight += share
                }
                learnt[key(line, column)] = sum / weight
            }
        }
        offsets = learnt
    }

    private func key(_ line: Int, _ column: Int) -> Int { line << 20 | column }

    /// Page coordinates of a site.
    func page(_ site: Site) -> SIMD2<Double> {
        let base = SIMD2(
            columns[site.line][site.column] + Double(site.dot / 3),
            lines[site.line] + Double(site.dot % 3)
        )
        return base + (offsets[key(site.line, site.column)] ?? .zero)
    }

    /// Where a site lies in the map.
    func place(_ site: Site) -> SIMD2<Double> { form.place(page(site)) }

    /// The site that a place of the page belongs to, and how far it is off; nil over 0.4 pitches.
    func nearest(_ point: SIMD2<Double>) -> (site: Site, error: SIMD2<Double>)? {
        var best: (site: Site, error: SIMD2<Double>)?
        var least = 0.16
        for line in lines.indices
        where point.y > lines[line] - 1 && point.y < lines[line] + 3 {
            let starts = columns[line]
            var low = 0
            var high = starts.count
            while low < high {
                let middle = (low + high) / 2
                if starts[middle] < point.x - 2 { low = middle + 1 } else { high = middle }
            }
            for column in low..<starts.count {
                guard starts[column] < point.x + 1.5 else { break }
                for dot in 0..<6 {
                    let site = Site(line: line, column: column, dot: dot)
                    let error = point - page(site)
                    let square = (error * error).sum()
                    if square < least { (least, best) = (square, (site, error)) }
                }
            }
        }
        return best
    }

    /// Mean distance of cells' and lines' steps from whole periods, in pitches: 0 for an even grid.
    ///
    /// Where columns fall into the wrong pairs, a step is too short or too long.
    var unevenness: Double {
        func mean(_ starts: [Double], _ period: Double) -> Double {
            guard starts.count > 1 else { return 0 }
            let sum = zip(starts, starts.dropFirst()).reduce(0.0) { sum, pair in
                let steps = (pair.1 - pair.0) / period
                return sum + period * abs(steps - steps.rounded())
            }
            return sum / Double(starts.count - 1)
        }
        let across = columns.reduce(0) { $0 + mean($1, cellPitch) }
        return mean(lines, linePitch) + across / Double(max(columns.count, 1))
    }

    /// Every site, line by line, cell by cell.
    var sites: [Site] {
        lines.indices.flatMap { line in
            columns[line].indices.flatMap { column in
                (0..<6).map { Site(line: line, column: column, dot: $0) }
            }
        }
    }
}
