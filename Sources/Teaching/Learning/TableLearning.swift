internal import Blister
internal import Foundation
internal import Imaging
internal import Inspection

/// Learns what product and background look like without anybody marking either.
///
/// First the middle of every pocket counts as product and everything well outside pockets as
/// background; then the silhouettes found that way decide, and the densities are counted again.
struct TableLearning {
    /// Rounds of counting by silhouettes.
    static let rounds = 3
    /// Share of a pocket's half width that its product surely covers.
    static let coreShare = 0.35

    let set: TeachingSet

    /// The tables, and how well they tell product from background.
    func learn() -> (tables: ClassTables, separability: Double) {
        let axes = set.channels == 3 ? colourAxes() : monoAxes()
        var tables = tables(axes) { blister, window, counts in
            countByGeometry(blister, window, &counts)
        }
        for _ in 0..<Self.rounds {
            let current = tables
            tables = self.tables(axes) { blister, window, counts in
                countBySilhouette(blister, window, current, &counts)
            }
        }
        return (tables, separability(tables))
    }

    private func monoAxes() -> [[FeatureAxis]] {
        [
            [
                FeatureAxis(plane: 0, low: 0, step: 4, bins: 64),
                FeatureAxis(plane: 1, low: 0, step: 0.5, bins: 14),
                FeatureAxis(plane: 2, low: 0, step: 0.5, bins: 14),
            ]
        ]
    }

    private func colourAxes() -> [[FeatureAxis]] {
        let colour = (1...2).map { plane -> FeatureAxis in
            var sample: [Float] = []
            for maps in set.maps {
                for place in stride(from: 0, to: maps.planes[plane].count, by: 37) {
                    sample.append(maps.planes[plane][place])
                }
            }
            sample.sort()
            let low = Statistics.quantile(sorted: sample, 0.002)
            let high = Statistics.quantile(sorted: sample, 0.998)
            let extent = max(96, (high - low) * 1.4)
            let bins = 36
            return FeatureAxis(
                plane: plane,
                low: (low + high) / 2 - extent / 2,
                step: extent / Float(bins),
                bins: bins
            )
        }
        let brightness = FeatureAxis(plane: 0, low: 0, step: 8, bins: 32)
        return [
            [brightness] + colour,
            [
                FeatureAxis(plane: 0, low: 0, step: 4, bins: 64),
                FeatureAxis(plane: 3, low: 0, step: 0.5, bins: 14),
                FeatureAxis(plane: 4, low: 0, step: 0.5, bins: 14),
            ],
        ]
    }

    private func tables(
        _ axes: [[FeatureAxis]],
        count: @Sendable (FeatureMaps, PocketWindow, inout [ClassCounts]) -> Void
    ) -> ClassTables {
        let counts = ParallelMap.map(count: set.maps.count) { index in
            var counts = axes.map { ClassCounts(axes: $0) }
            let maps = set.maps[index]
            for window in set.grid.windows { count(maps, window, &counts) }
            for place in stride(from: 0, to: set.grid.distance.count, by: 3)
            where set.grid.distance[place] > 0.5 {
                for table in counts.indices {
                    counts[table].add(maps, place: place, isProduct: false)
                }
            }
            return counts
        }
        var total = axes.map { ClassCounts(axes: $0) }
        for one in counts {
            for table in total.indices { total[table].add(one[table]) }
        }
        return ClassTables(total.map { ClassTable($0) })
    }

    private func countByGeometry(
        _ maps: FeatureMaps,
        _ window: PocketWindow,
        _ counts: inout [ClassCounts]
    ) {
        let limit = Float(-(1 - Self.coreShare) * set.grid.layout.pockets[window.index].halfWidth)
        for y in 0..<window.height {
            for x in 0..<window.width where window.distance[y * window.width + x] < limit {
                let place = (window.top + y) * maps.width + window.left + x
                for table in counts.indices {
                    counts[table].add(maps, place: place, isProduct: true)
                }
            }
        }
    }

    private func countBySilhouette(
        _ maps: FeatureMaps,
        _ window: PocketWindow,
        _ tables: ClassTables,
        _ counts: inout [ClassCounts]
    ) {
        let seen = Silhouette(maps: maps, window: window, tables: tables)
        let pocketPlaces = window.distance.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
        guard seen.area * 8 > pocketPlaces, seen.area * 4 < pocketPlaces * 5 else {
            countByGeometry(maps, window, &counts)
            return
        }
        let core = seen.mask.eroded()
        let near = seen.mask.dilated().dilated()
        for y in 0..<window.height {
            for x in 0..<window.width {
                let inWindow = y * window.width + x
                guard window.isOwn[inWindow] != 0 else { continue }
                let isProduct = core.cells[inWindow] != 0
                guard isProduct || near.cells[inWindow] == 0 else { continue }
                let place = (window.top + y) * maps.width + window.left + x
                for table in counts.indices {
                    counts[table].add(maps, place: place, isProduct: isProduct)
                }
            }
        }
    }

    /// Share of places judged right, the worse of pocket middles and places well outside.
    private func separability(_ tables: ClassTables) -> Double {
        let shares = ParallelMap.map(count: set.maps.count) { index -> SIMD4<Int> in
            var sums = SIMD4<Int>()
            for window in set.grid.windows {
                let seen = Silhouette(maps: set.maps[index], window: window, tables: tables)
                let pocket = set.grid.layout.pockets[window.index]
                let limit = Float(-(1 - Self.coreShare) * pocket.halfWidth)
                for place in seen.evidence.indices where window.isOwn[place] != 0 {
                    if window.distance[place] < limit {
                        sums[0] += 1
                        sums[1] += seen.evidence[place] > 0 ? 1 : 0
                    } else if window.distance[place] > 0.6 {
                        sums[2] += 1
                        sums[3] += seen.evidence[place] <= 0 ? 1 : 0
                    }
                }
            }
            return sums
        }
        let total = shares.reduce(SIMD4<Int>(), &+)
        return min(
            Double(total[1]) / Double(max(1, total[0])),
            Double(total[3]) / Double(max(1, total[2]))
        )
    }
}

extension Pocket {
    /// Half of the shorter extent in millimetres.
    var halfWidth: Double {
        switch shape {
        case .circle(let diameter): diameter / 2
        case .oblong(_, let width, _): width / 2
        }
    }

    /// Half of the longer extent in millimetres.
    var halfLength: Double {
        switch shape {
        case .circle(let diameter): diameter / 2
        case .oblong(let length, _, _): length / 2
        }
    }
}
