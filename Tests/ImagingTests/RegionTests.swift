import Imaging
import Testing

/// Kernels on masks against the slow, obvious way.
@Suite struct RegionTests {
    static let sizes = [(1, 1), (3, 2), (8, 5), (17, 9), (40, 33)]

    private func noise(_ width: Int, _ height: Int, seed: UInt64, share: Int) -> RegionMask {
        var random = KernelNoise(seed: seed)
        let cells = (0..<width * height).map { _ in UInt8(random.next(100) < share ? 1 : 0) }
        return RegionMask(width: width, height: height, cells: cells)
    }

    private func each(_ body: (RegionMask, UInt64) -> Void) {
        for (index, size) in Self.sizes.enumerated() {
            for share in [0, 15, 45, 70, 100] {
                let seed = UInt64(index * 1000 + share)
                body(noise(size.0, size.1, seed: seed, share: share), seed)
            }
        }
    }

    private func joined(_ mask: RegionMask, outside: UInt8, all: Bool) -> [UInt8] {
        mask.cells.indices.map { place in
            let (x, y) = (place % mask.width, place / mask.width)
            let values = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].map { step -> UInt8 in
                let (column, row) = (x + step.0, y + step.1)
                guard (0..<mask.width).contains(column), (0..<mask.height).contains(row) else {
                    return outside
                }
                return mask.cells[row * mask.width + column]
            }
            return all ? values.min() ?? 0 : values.max() ?? 0
        }
    }

    /// Numbers regions by flooding.
    private func flooded(_ mask: RegionMask) -> [Int32] {
        var labels = [Int32](repeating: 0, count: mask.cells.count)
        var last: Int32 = 0
        for start in mask.cells.indices where mask.cells[start] != 0 && labels[start] == 0 {
            last += 1
            var open = [start]
            labels[start] = last
            while let place = open.popLast() {
                let x = place % mask.width
                for (next, isThere) in [
                    (place - 1, x > 0), (place + 1, x + 1 < mask.width),
                    (place - mask.width, place >= mask.width),
                    (place + mask.width, place + mask.width < mask.cells.count),
                ] where isThere && mask.cells[next] != 0 && labels[next] == 0 {
                    labels[next] = last
                    open.append(next)
                }
            }
        }
        return labels
    }

    @Test func `eroding and dilating look at the four neighbours`() {
        each { mask, seed in
            #expect(mask.eroded().cells == joined(mask, outside: 1, all: true), "seed \(seed)")
            #expect(mask.dilated().cells == joined(mask, outside: 0, all: false), "seed \(seed)")
        }
    }

    @Test func `regions are those that flooding finds, in the same order`() {
        each { mask, seed in
            let (labels, regions) = mask.labelled()
            #expect(labels == flooded(mask), "seed \(seed)")
            #expect(regions == mask.regions)
            for region in regions {
                let places = labels.indices.filter { labels[$0] == region.label }
                #expect(region.count == places.count)
                #expect(region.sumX == places.reduce(0) { $0 + $1 % mask.width })
                #expect(region.sumY == places.reduce(0) { $0 + $1 / mask.width })
                #expect(region.columns.lowerBound == places.map { $0 % mask.width }.min())
                #expect(region.columns.upperBound == places.map { $0 % mask.width }.max())
                #expect(region.rows.lowerBound == places.map { $0 / mask.width }.min())
                #expect(region.rows.upperBound == places.map { $0 / mask.width }.max())
            }
        }
    }

    @Test func `filling closes what the edge does not reach`() {
        each { mask, seed in
            let gaps = RegionMask(
                width: mask.width,
                height: mask.height,
                cells: mask.cells.map { 1 - $0 }
            )
            let labels = flooded(gaps)
            let open = Set(
                labels.indices.filter { place in
                    let (x, y) = (place % mask.width, place / mask.width)
                    return x == 0 || y == 0 || x == mask.width - 1 || y == mask.height - 1
                }.map { labels[$0] }
            )
            let expected = labels.map { $0 == 0 || !open.contains($0) ? UInt8(1) : 0 }
            #expect(mask.filled().cells == expected, "seed \(seed)")
        }
    }

    @Test(arguments: [1, 2, 3])
    func `opening keeps what squares cover`(side: Int) {
        each { mask, seed in
            var expected = [UInt8](repeating: 0, count: mask.cells.count)
            for y in stride(from: 0, through: mask.height - side, by: 1) {
                for x in stride(from: 0, through: mask.width - side, by: 1) {
                    let square = (0..<side * side).map {
                        (y + $0 / side) * mask.width + x + $0 % side
                    }
                    guard square.allSatisfy({ mask.cells[$0] != 0 }) else { continue }
                    for place in square { expected[place] = 1 }
                }
            }
            #expect(mask.opened(side: side).cells == expected, "seed \(seed)")
        }
    }

    @Test func `counts, moments and the main region are sums over places`() {
        each { mask, seed in
            let places = mask.cells.indices.filter { mask.cells[$0] != 0 }
            #expect(mask.count == places.count)
            let (sums, width) = (mask.moments, mask.width)
            #expect(sums.count == places.count)
            #expect(sums.x == places.reduce(0) { $0 + $1 % width })
            #expect(sums.y == places.reduce(0) { $0 + $1 / width })
            #expect(sums.xx == places.reduce(0) { $0 + ($1 % width) * ($1 % width) })
            #expect(sums.xy == places.reduce(0) { $0 + ($1 % width) * ($1 / width) })
            #expect(sums.yy == places.reduce(0) { $0 + ($1 / width) * ($1 / width) })
            var random = KernelNoise(seed: seed)
            let field = mask.cells.map { _ in Float(random.next(3)) - 1 }
            let labels = flooded(mask)
            var best: (label: Int32, count: Int) = (-1, 0)
            for label in 1...max(1, labels.max() ?? 1) {
                let count = labels.indices.filter { labels[$0] == label && field[$0] < 0 }.count
                if count > best.count { best = (label, count) }
            }
            let expected = labels.map { $0 == best.label ? UInt8(1) : 0 }
            #expect(mask.mainRegion(inside: field).cells == expected, "seed \(seed)")
        }
    }
}
