internal import Blister
internal import Foundation
public import Imaging

/// The product's outline as the class tables see it, with its place and turn.
public struct Silhouette {
    /// Smoothed evidence for product, row-major in the window.
    public let evidence: [Float]
    /// 1 where the features are like nothing taught.
    public let isOdd: [UInt8]
    /// The largest product-like region inside the pocket, holes filled.
    public let mask: RegionMask
    /// Product-like places that do not belong to ``mask``.
    public let remainder: RegionMask
    /// Places of ``mask``.
    public let area: Int
    /// Centre of ``mask`` in window columns.
    public let centreX: Double
    /// Centre of ``mask`` in window rows.
    public let centreY: Double
    /// Direction of the long axis, radians from x towards y.
    public let radians: Double
    /// Long over short extent, at least 1.
    public let elongation: Double

    /// Finds the product in `window`.
    public init(maps: FeatureMaps, window: PocketWindow, tables: ClassTables) {
        let judged = tables.judge(maps, window)
        isOdd = judged.isOdd
        evidence = BoxMeans.means(of: judged.evidence, width: window.width, radius: 1)
        var cells = [UInt8](repeating: 0, count: evidence.count)
        for place in cells.indices where evidence[place] > 0 && window.isOwn[place] != 0 {
            cells[place] = 1
        }
        let all = RegionMask(width: window.width, height: window.height, cells: cells)
        mask = Self.mainRegion(all, window)
        var rest = all
        let near = mask.dilated()
        for place in cells.indices where near.cells[place] != 0 { rest.cells[place] = 0 }
        remainder = rest
        let moments = Moments(mask)
        area = moments.count
        centreX = area > 0 ? moments.x : window.centre.x
        centreY = area > 0 ? moments.y : window.centre.y
        radians = moments.radians
        elongation = moments.elongation
    }

    /// The region with most places inside the pocket, cut loose from thin bridges.
    private static func mainRegion(_ all: RegionMask, _ window: PocketWindow) -> RegionMask {
        let core = all.eroded()
        let (labels, regions) = core.labelled()
        var inside = [Int](repeating: 0, count: regions.count + 1)
        for place in labels.indices where labels[place] != 0 && window.distance[place] < 0 {
            inside[Int(labels[place])] += 1
        }
        var best = 0
        for label in inside.indices where inside[label] > inside[best] { best = label }
        var chosen = RegionMask(
            width: all.width,
            height: all.height,
            cells: labels.map { best > 0 && $0 == Int32(best) ? 1 : 0 }
        )
        for _ in 0..<2 {
            chosen = chosen.dilated()
            for place in chosen.cells.indices { chosen.cells[place] &= all.cells[place] }
        }
        return chosen.filled()
    }

    /// The equivalent of `radians`, modulo half a turn, that lies nearest to `target`.
    package static func nearest(_ radians: Double, to target: Double) -> Double {
        radians - ((radians - target) / .pi).rounded() * .pi
    }
}

/// Count, centre and axes of a mask.
struct Moments {
    var count = 0
    var x = 0.0
    var y = 0.0
    var radians = 0.0
    var elongation = 1.0

    init(_ mask: RegionMask) {
        var (sumX, sumY, sumXX, sumXY, sumYY) = (0, 0, 0, 0, 0)
        for row in 0..<mask.height {
            for column in 0..<mask.width where mask.cells[row * mask.width + column] != 0 {
                count += 1
                sumX += column
                sumY += row
                sumXX += column * column
                sumXY += column * row
                sumYY += row * row
            }
        }
        guard count > 0 else { return }
        let total = Double(count)
        x = Double(sumX) / total
        y = Double(sumY) / total
        let xx = Double(sumXX) / total - x * x + 1.0 / 12
        let yy = Double(sumYY) / total - y * y + 1.0 / 12
        let xy = Double(sumXY) / total - x * y
        radians = 0.5 * atan2(2 * xy, xx - yy)
        let root = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        let middle = (xx + yy) / 2
        elongation = ((middle + root) / max(1e-9, middle - root)).squareRoot()
    }
}
