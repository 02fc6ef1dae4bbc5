internal import Foundation
internal import Imaging

/// One axis of a class table: a feature plane cut into equal bins; the outer bins are open.
public struct FeatureAxis: Sendable, Equatable {
    /// Index into ``FeatureMaps/planes``.
    public var plane: Int
    /// Lower edge of the first bin.
    public var low: Float
    /// Width of a bin.
    public var step: Float
    /// Bins.
    public var bins: Int

    /// Makes an axis.
    public init(plane: Int, low: Float, step: Float, bins: Int) {
        self.plane = plane
        self.low = low
        self.step = step
        self.bins = bins
    }

    @inline(__always)
    func bin(_ value: Float) -> Int {
        Int(max(0, min(Float(bins - 1), (value - low) / step)))
    }
}

/// How often every combination of feature values was seen on product and on background.
public struct ClassCounts: Sendable {
    /// At most four axes; the last one runs fastest.
    public let axes: [FeatureAxis]
    /// Counts on product.
    public var product: [Float]
    /// Counts on background.
    public var background: [Float]

    /// Empty counts.
    public init(axes: [FeatureAxis]) {
        self.axes = axes
        let count = axes.reduce(1) { $0 * $1.bins }
        product = Array(repeating: 0, count: count)
        background = product
    }

    /// The cell of a place of the work grid.
    @inline(__always)
    static func cell(_ axes: [FeatureAxis], _ planes: [[Float]], _ place: Int) -> Int {
        var cell = 0
        for axis in axes { cell = cell * axis.bins + axis.bin(planes[axis.plane][place]) }
        return cell
    }

    /// Counts one place.
    public mutating func add(_ maps: FeatureMaps, place: Int, isProduct: Bool) {
        let cell = Self.cell(axes, maps.planes, place)
        if isProduct { product[cell] += 1 } else { background[cell] += 1 }
        addSaturated(maps, place: place, isProduct: isProduct)
    }

    /// Light over the taught light at which bright places are counted as well, saturated.
    static let brighterLights: [Float] = [1.06, 1.12, 1.18]

    /// Counts one bright place as it would look under brighter light, where samples saturate.
    mutating func addSaturated(_ maps: FeatureMaps, place: Int, isProduct: Bool) {
        let channels = maps.channels
        let values = (0..<channels).map { maps.planes[$0][place] }
        guard values[0] + abs(values[channels - 1]) > 205 else { return }
        for light in Self.brighterLights {
            let ceiling = LightField.saturatedSample / light
            let limited = FeatureMaps.limited(
                values,
                ceilings: Array(repeating: ceiling, count: channels)
            )
            guard limited != values else { continue }
            var cell = 0
            for axis in axes {
                let value =
                    axis.plane < channels ? limited[axis.plane] : maps.planes[axis.plane][place]
                cell = cell * axis.bins + axis.bin(value)
            }
            if isProduct { product[cell] += 0.3 } else { background[cell] += 0.3 }
        }
    }

    /// Adds the counts of `other`, which has the same axes.
    public mutating func add(_ other: ClassCounts) {
        for cell in product.indices {
            product[cell] += other.product[cell]
            background[cell] += other.background[cell]
        }
    }
}

/// What the features of a place say: product, background, or neither.
///
/// A histogram density per class, smoothed, so that two-coloured products, highlights and wall
/// shadows need no model of their own. Thread-safe as a value.
public struct ClassTable: Sendable, Equatable {
    /// Strongest evidence of one place, in natural logarithms.
    public static let evidenceMax: Float = 4
    /// Evidence of a place like nothing taught: it is rather not product.
    public static let oddEvidence: Float = -0.7
    /// Density below which a combination counts as never seen, as a share of an even spread.
    static let oddShare: Float = 0.02

    /// The axes; the last one runs fastest.
    public let axes: [FeatureAxis]
    /// Log-likelihood ratio of product to background per cell.
    public let evidence: [Float]
    /// 1 where neither class was seen.
    public let isOdd: [UInt8]

    package init(axes: [FeatureAxis], evidence: [Float], isOdd: [UInt8]) {
        self.axes = axes
        self.evidence = evidence
        self.isOdd = isOdd
    }

    /// Turns counts into densities and their ratio.
    public init(_ counts: ClassCounts) {
        axes = counts.axes
        let product = Self.density(counts.product, axes)
        let background = Self.density(counts.background, axes)
        let floor = Self.oddShare / Float(product.count)
        evidence = product.indices.map { cell in
            let isOdd = max(product[cell], background[cell]) < floor
            guard !isOdd else { return Self.oddEvidence }
            let ratio = log((product[cell] + floor / 2) / (background[cell] + floor / 2))
            return max(-Self.evidenceMax, min(Self.evidenceMax, ratio))
        }
        isOdd = product.indices.map { max(product[$0], background[$0]) < floor ? 1 : 0 }
    }

    /// Normalised counts, smoothed narrowly, with a little spread widely.
    private static func density(_ counts: [Float], _ axes: [FeatureAxis]) -> [Float] {
        let total = max(1, counts.reduce(0, +))
        let narrow = smoothed(counts.map { $0 / total }, axes, passes: 1)
        let wide = smoothed(narrow, axes, passes: 5)
        return zip(narrow, wide).map { 0.9 * $0 + 0.1 * $1 }
    }

    /// Binomial smoothing along every axis.
    private static func smoothed(_ values: [Float], _ axes: [FeatureAxis], passes: Int) -> [Float] {
        var current = values
        for _ in 0..<passes {
            var stride = 1
            for axis in axes.reversed() {
                var next = current
                for cell in current.indices {
                    let bin = cell / stride % axis.bins
                    let below = bin > 0 ? current[cell - stride] : current[cell]
                    let above = bin + 1 < axis.bins ? current[cell + stride] : current[cell]
                    next[cell] = 0.25 * below + 0.5 * current[cell] + 0.25 * above
                }
                current = next
                stride *= axis.bins
            }
        }
        return current
    }
}

/// The tables that together judge a place.
public struct ClassTables: Sendable, Equatable {
    /// One for mono, two for colour.
    public let tables: [ClassTable]

    /// Wraps the tables.
    public init(_ tables: [ClassTable]) { self.tables = tables }

    /// Evidence and oddness over a window of the work grid, row-major in the window.
    func judge(_ maps: FeatureMaps, _ window: PocketWindow) -> (evidence: [Float], isOdd: [UInt8]) {
        var evidence = [Float](repeating: 0, count: window.width * window.height)
        var isOdd = [UInt8](repeating: 0, count: evidence.count)
        for table in tables { table.judge(maps, window, &evidence, &isOdd) }
        return (evidence, isOdd)
    }
}

extension ClassTable {
    func judge(
        _ maps: FeatureMaps,
        _ window: PocketWindow,
        _ total: inout [Float],
        _ odd: inout [UInt8]
    ) {
        precondition(axes.count == 3)
        func axis(_ axis: FeatureAxis) -> TableLookup.Axis {
            TableLookup.Axis(
                plane: maps.planes[axis.plane],
                low: axis.low,
                step: axis.step,
                bins: axis.bins
            )
        }
        TableLookup.add(
            (evidence, isOdd),
            axes: (axis(axes[0]), axis(axes[1]), axis(axes[2])),
            window: TableLookup.Window(
                width: maps.width,
                left: window.left,
                top: window.top,
                columns: window.width,
                rows: window.height
            ),
            to: &total,
            marking: &odd
        )
    }
}
