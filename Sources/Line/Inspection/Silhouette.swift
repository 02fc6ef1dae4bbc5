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
        let all = RegionMask(
            width: window.width,
            height: window.height,
            positive: evidence,
            within: window.isOwn
        )
        mask = Self.mainRegion(all, window)
        remainder = all.subtracting(mask.dilated())
        let moments = Moments(mask)
        area = moments.count
        centreX = area > 0 ? moments.x : window.centre.x
        centreY = area > 0 ? moments.y : window.centre.y
        radians = moments.radians
        elongation = moments.elongation
    }

    /// The region with most places inside the pocket, cut loose from thin bridges.
    private static func mainRegion(_ all: RegionMask, _ window: PocketWindow) -> RegionMask {
        var chosen = all.eroded().mainRegion(inside: window.distance)
        for _ in 0..<2 { chosen = chosen.dilated().intersection(all) }
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
        let sums = mask.moments
        count = sums.count
        guard count > 0 else { return }
        let total = Double(count)
        x = Double(sums.x) / total
        y = Double(sums.y) / total
        let xx = Double(sums.xx) / total - x * x + 1.0 / 12
        let yy = Double(sums.yy) / total - y * y + 1.0 / 12
        let xy = Double(sums.xy) / total - x * y
        radians = 0.5 * atan2(2 * xy, xx - yy)
        let root = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        let middle = (xx + yy) / 2
        elongation = ((middle + root) / max(1e-9, middle - root)).squareRoot()
    }
}
