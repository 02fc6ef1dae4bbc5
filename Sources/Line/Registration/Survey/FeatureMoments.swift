internal import Imaging

/// Sums of features and of their products over rows of cells, answered from prefix sums.
struct FeatureMoments {
    let width: Int
    let height: Int
    /// Features.
    let count: Int
    /// Sums per cell: `count` features, then the products `i <= j`.
    private let entryCount: Int
    private var prefix: [Double]

    init(_ map: FeatureMap) {
        width = map.width
        height = map.height
        count = map.planes.count
        entryCount = count + count * (count + 1) / 2
        prefix = Array(repeating: 0, count: (map.width + 1) * map.height * entryCount)
        // Means out first: products of raw brightness would eat the digits of small differences.
        let means = map.planes.map { plane in
            plane.values.reduce(0.0) { $0 + Double($1) } / Double(plane.values.count)
        }
        var features = [Double](repeating: 0, count: count)
        for y in 0..<height {
            for x in 0..<width {
                for k in 0..<count {
                    features[k] = Double(map.planes[k].values[y * width + x]) - means[k]
                }
                let from = (y * (width + 1) + x) * entryCount
                var entry = from + entryCount
                for k in 0..<count {
                    prefix[entry] = prefix[from + k] + features[k]
                    entry += 1
                }
                var product = count
                for i in 0..<count {
                    for j in i..<count {
                        prefix[entry] = prefix[from + product] + features[i] * features[j]
                        entry += 1
                        product += 1
                    }
                }
            }
        }
    }

    /// Adds the cells `columns` of row `row` to `sums`; what lies outside the map is left out.
    func add(row: Int, columns: Range<Int>, to sums: inout MomentSums) {
        guard row >= 0, row < height else { return }
        let first = min(max(columns.lowerBound, 0), width)
        let end = min(max(columns.upperBound, first), width)
        guard end > first else { return }
        let low = (row * (width + 1) + first) * entryCount
        let high = (row * (width + 1) + end) * entryCount
        for k in 0..<entryCount { sums.values[k] += prefix[high + k] - prefix[low + k] }
        sums.cells += end - first
    }

    var emptySums: MomentSums {
        MomentSums(features: count, values: Array(repeating: 0, count: entryCount), cells: 0)
    }
}

/// Sums over a set of cells.
struct MomentSums {
    let features: Int
    var values: [Double]
    var cells = 0

    mutating func clear() {
        for k in values.indices { values[k] = 0 }
        cells = 0
    }

    func mean(_ k: Int) -> Double { values[k] / Double(max(cells, 1)) }

    /// Scatter about the mean, summed over the cells, row-major `features` squared.
    func scatter() -> [Double] {
        var result = [Double](repeating: 0, count: features * features)
        var entry = features
        for i in 0..<features {
            for j in i..<features {
                let value = values[entry] - Double(cells) * mean(i) * mean(j)
                result[i * features + j] = value
                result[j * features + i] = value
                entry += 1
            }
        }
        return result
    }

    /// Squared distance of two sets' means in units of their pooled scatter (Fisher, Mahalanobis).
    static func separation(_ first: MomentSums, _ second: MomentSums) -> Double {
        let count = first.features
        let cells = Double(first.cells + second.cells)
        guard first.cells > count, second.cells > count else { return 0 }
        var pooled = zip(first.scatter(), second.scatter()).map { ($0 + $1) / cells }
        // One grey level of spread at least: exact equality is no evidence.
        for k in 0..<count { pooled[k * count + k] += 1 }
        let difference = (0..<count).map { first.mean($0) - second.mean($0) }
        // Solves pooled * direction = difference by elimination; pooled is positive definite.
        var direction = difference
        for pivot in 0..<count {
            for row in (pivot + 1)..<max(count, pivot + 1) {
                let factor = pooled[row * count + pivot] / pooled[pivot * count + pivot]
                for column in pivot..<count {
                    pooled[row * count + column] -= factor * pooled[pivot * count + column]
                }
                direction[row] -= factor * direction[pivot]
            }
        }
        for row in (0..<count).reversed() {
            for column in (row + 1)..<max(count, row + 1) {
                direction[row] -= pooled[row * count + column] * direction[column]
            }
            direction[row] /= pooled[row * count + row]
        }
        return zip(difference, direction).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
