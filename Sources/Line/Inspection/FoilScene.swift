public import Blister
internal import Imaging

/// The foil between the pockets of one blister, measured.
public struct FoilScene: Sendable {
    /// Band of rows that a splice or tape covers at least, in millimetres.
    static let bandMillimetres = 1.6

    /// Change of brightness or colour over a wide place that is sheen and not dirt, grey levels.
    static let sheenLevels: Float = 12
    /// The same of coarse roughness.
    static let sheenRoughness: Float = 0.4

    /// Scatter of clean foil's mean brightness over a few places that is taken for granted, as a
    /// share: sheen of the next roll.
    static let stainShare: Float = 0.035

    /// Radius in places over which a soft stain is averaged once more.
    static let stainRadius = 2

    /// Widest mean width of a patch that still is a hair.
    static let hairWidthMillimetres = 1.2

    /// Largest connected odd patch.
    public let dirtSquareMillimetres: Double
    /// Where it is.
    public let dirtPlace: Point?
    /// Whether that patch is long and thin.
    public let isDirtThin: Bool
    /// Longest extent of a thin connected odd patch.
    public let hairMillimetres: Double
    /// Where it is.
    public let hairPlace: Point?
    /// Largest mean deviation of a band of rows over the whole width, in standard deviations.
    public let spliceDeviation: Double
    /// Largest deviation seen at any place, for teaching.
    public let deviations: [Float]

    /// Measures the foil in `maps` against `taught`; keeps all deviations only when
    /// `keepsDeviations`.
    ///
    /// Foil with the taught pattern is held against it place by place. Of a pattern that is not the
    /// taught one only its typical brightness and spread are known: the taught pattern is taken out
    /// of the comparison, and its spread is added to the scatter.
    public init(
        maps: FeatureMaps,
        grid: WorkGrid,
        taught: TaughtFoil,
        keepsDeviations: Bool = false
    ) {
        let model = taught.model
        let planes = Self.planes(maps)
        var mean = FeatureMaps.limited(planes: model.mean, ceilings: maps.ceilings)
        let ceiling = maps.ceilings.reduce(0, +) / Float(maps.channels)
        mean[planes.count - 1] = mean[planes.count - 1].map { min($0, ceiling) }
        var isClear = FeatureMaps.unsaturated(planes: model.mean, ceilings: maps.ceilings)
        let isSeenClear = FeatureMaps.unsaturated(planes: planes, ceilings: maps.ceilings)
        SaturationKernels.multiply(&isClear, by: isSeenClear)
        var worst = [Float](repeating: 0, count: grid.foil.count)
        var spliceDeviation = 0.0
        let stainPlane = planes.count - 1
        let wide = (seen: planes[stainPlane], taught: mean[stainPlane])
        for plane in planes.indices {
            let familiarity = taught.familiarity(of: planes[plane], plane: plane)
            let pattern = taught.patterns[plane]
            let differences = DeviationKernels.differences(
                planes[plane],
                taught: taught.faded(mean[plane], plane: plane, familiarity: familiarity),
                isClear: isClear,
                kind: FeatureMaps.kind(ofPlane: plane == stainPlane ? 0 : plane)
            )
            func deviation(_ usual: [Float], spread: Float) -> [Float] {
                taught.widened(
                    usual,
                    spread: spread * TaughtFoil.strangeSpread,
                    familiarity: familiarity,
                    wide: plane == maps.channels ? nil : wide
                )
            }
            let usual = model.deviation[plane]
            if plane == 0 {
                let scatter = taught.widened(
                    usual,
                    spread: pattern.spread * TaughtFoil.strangeBandSpread,
                    familiarity: familiarity,
                    wide: wide
                )
                spliceDeviation = Self.bandDeviation(differences, scatter, grid)
            }
            guard plane != stainPlane else {
                let scatter = zip(usual, mean[0]).map { max($0, Self.stainShare * $1) }
                let stains = DeviationKernels.products(differences, grid.foil.map(Float.init))
                DeviationKernels.raise(
                    &worst,
                    to: stains,
                    over: deviation(scatter, spread: pattern.spread)
                )
                break
            }
            let contrast = LocalContrast.of(
                differences,
                places: grid.foil,
                windowCounts: grid.foilCounts,
                width: grid.width,
                radius: grid.foilRadius,
                bound: Self.sheenBound(ofPlane: plane, channels: maps.channels)
            )
            DeviationKernels.raise(
                &worst,
                to: contrast,
                over: deviation(usual, spread: pattern.contrastSpread)
            )
        }
        self.spliceDeviation = spliceDeviation
        deviations =
            keepsDeviations ? worst.indices.filter { grid.foil[$0] != 0 }.map { worst[$0] } : []
        let cells = worst.map { $0 > model.oddness ? UInt8(1) : 0 }
        let mask = RegionMask(width: grid.width, height: grid.height, cells: cells)
        var largest: RegionMask.Region?
        var longest: (millimetres: Double, region: RegionMask.Region)?
        for region in mask.regions {
            if region.count > (largest?.count ?? 0) { largest = region }
            let extent = region.extent(grid)
            let isThin = region.count > 1 && Self.isThin(region, grid)
            if isThin, extent > (longest?.millimetres ?? 0) { longest = (extent, region) }
        }
        dirtSquareMillimetres =
            Double(largest?.count ?? 0) * grid.millimetres * grid.millimetres
        dirtPlace = largest.map { $0.middle(grid) }
        isDirtThin = largest.map { Self.isThin($0, grid) && $0.extent(grid) > 3 } ?? false
        hairMillimetres = longest?.millimetres ?? 0
        hairPlace = longest.map { $0.region.middle(grid) }
    }

    private static func isThin(_ region: RegionMask.Region, _ grid: WorkGrid) -> Bool {
        let area = Double(region.count) * grid.millimetres * grid.millimetres
        return area < region.extent(grid) * hairWidthMillimetres
    }

    /// Smoothed brightness and colour, coarse roughness, and brightness smoothed widely, which
    /// shows soft stains.
    public static func planes(_ maps: FeatureMaps) -> [[Float]] {
        let smoothed = (0..<maps.channels).map {
            BoxMeans.means(of: maps.planes[$0], width: maps.width, radius: 1)
        }
        return smoothed + [
            maps.coarse, BoxMeans.means(of: smoothed[0], width: maps.width, radius: stainRadius),
        ]
    }

    /// Planes that ``planes(_:)`` makes out of `channels`.
    package static func planeCount(channels: Int) -> Int { channels + 2 }

    /// Change over a wide place that is sheen in plane `plane` of ``planes(_:)``.
    static func sheenBound(ofPlane plane: Int, channels: Int) -> Float {
        plane < channels ? sheenLevels : sheenRoughness
    }

    private static func bandDeviation(
        _ differences: [Float],
        _ deviation: [Float],
        _ grid: WorkGrid
    ) -> Double {
        let rows = max(1, Int(bandMillimetres / grid.millimetres))
        let countMin = Float(grid.width * rows) * 0.15
        var sums = [Float](repeating: 0, count: grid.height)
        var counts = sums
        for row in 0..<grid.height {
            for place in row * grid.width..<(row + 1) * grid.width where grid.foil[place] != 0 {
                sums[row] += max(-6, min(6, differences[place] / deviation[place]))
                counts[row] += 1
            }
        }
        var worst: Float = 0
        var (sum, count): (Float, Float) = (0, 0)
        for row in sums.indices {
            sum += sums[row]
            count += counts[row]
            if row >= rows {
                sum -= sums[row - rows]
                count -= counts[row - rows]
            }
            if row >= rows - 1, count >= countMin { worst = max(worst, abs(sum / count)) }
        }
        return Double(worst)
    }
}

extension RegionMask.Region {
    /// Diagonal of the region's upright frame in millimetres.
    func extent(_ grid: WorkGrid) -> Double {
        let across = Double(columns.count)
        let along = Double(rows.count)
        return (across * across + along * along).squareRoot() * grid.millimetres
    }

    /// The region's centre in the blister's millimetres.
    func middle(_ grid: WorkGrid) -> Point {
        Point(
            x: (Double(sumX) / Double(count) + 0.5) * grid.millimetres,
            y: (Double(sumY) / Double(count) + 0.5) * grid.millimetres
        )
    }
}
