internal import Imaging

/// Kinds of surface in a feature map, by k-means on features of equal power.
struct FeatureClusters {
    /// One value per feature and cell, feature-major within a cell, scaled to deviation 1.
    let samples: [Float]
    let features: Int
    /// Means of the clusters.
    private(set) var centres: [[Float]] = []
    /// Cluster of every cell.
    private(set) var labels: [Int] = []

    init(_ map: FeatureMap, count: Int) {
        features = map.planes.count
        let cells = map.width * map.height
        var samples = [Float](repeating: 0, count: cells * features)
        for (k, plane) in map.planes.enumerated() {
            let mean = plane.values.reduce(0.0) { $0 + Double($1) } / Double(cells)
            let power = plane.values.reduce(0.0) {
                $0 + (Double($1) - mean) * (Double($1) - mean)
            }
            // A feature that hardly varies is noise and must not be blown up.
            let scale = 1 / max((power / Double(cells)).squareRoot(), 3)
            for i in 0..<cells {
                samples[i * features + k] = Float((Double(plane.values[i]) - mean) * scale)
            }
        }
        self.samples = samples
        seed(count: count, cells: cells)
        for _ in 0..<20 {
            label(cells: cells)
            recentre(cells: cells)
        }
        label(cells: cells)
    }

    private func distance(_ cell: Int, _ centre: [Float]) -> Float {
        var sum: Float = 0
        for k in 0..<features {
            let difference = samples[cell * features + k] - centre[k]
            sum += difference * difference
        }
        return sum
    }

    /// Farthest-first on a sample of cells, each new centre the farthest but few from the others.
    private mutating func seed(count: Int, cells: Int) {
        let picked = Array(stride(from: 0, to: cells, by: max(1, cells / 4000)))
        centres = [Array(repeating: 0, count: features)]
        for _ in 0..<count {
            let ordered = picked.map { cell in
                (cell: cell, far: centres.map { distance(cell, $0) }.min() ?? 0)
            }.sorted { ($0.far, $0.cell) < ($1.far, $1.cell) }
            let chosen = ordered[ordered.count * 95 / 100].cell
            centres.append((0..<features).map { samples[chosen * features + $0] })
        }
        centres.removeFirst()
    }

    private mutating func label(cells: Int) {
        labels = (0..<cells).map { cell in
            var best = 0
            var nearest = Float.infinity
            for (index, centre) in centres.enumerated() {
                let far = distance(cell, centre)
                if far < nearest {
                    nearest = far
                    best = index
                }
            }
            return best
        }
    }

    private mutating func recentre(cells: Int) {
        var sums = centres.map { $0.map { _ in 0.0 } }
        var counts = [Int](repeating: 0, count: centres.count)
        for cell in 0..<cells {
            counts[labels[cell]] += 1
            for k in 0..<features { sums[labels[cell]][k] += Double(samples[cell * features + k]) }
        }
        for index in centres.indices where counts[index] > 0 {
            centres[index] = sums[index].map { Float($0 / Double(counts[index])) }
        }
    }

    /// Distance of every cell from cluster `index`, in that cluster's own deviations, capped.
    func distances(from index: Int) -> [Float] {
        let members = labels.indices.filter { labels[$0] == index }
        guard members.count > features else { return labels.map { _ in 0 } }
        var variances = [Double](repeating: 0, count: features)
        for cell in members {
            for k in 0..<features {
                let difference = Double(samples[cell * features + k] - centres[index][k])
                variances[k] += difference * difference
            }
        }
        let scales = variances.map { Float(1 / ($0 / Double(members.count) + 0.02)) }
        return labels.indices.map { cell in
            var sum: Float = 0
            for k in 0..<features {
                let difference = samples[cell * features + k] - centres[index][k]
                sum += difference * difference * scales[k]
            }
            return min(sum.squareRoot(), 20)
        }
    }

    /// Share of the cells in cluster `index`.
    func share(of index: Int) -> Double {
        Double(labels.filter { $0 == index }.count) / Double(labels.count)
    }
}
