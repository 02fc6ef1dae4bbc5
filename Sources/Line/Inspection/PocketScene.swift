internal import Foundation
internal import Blister
public import Imaging

/// One pocket of one blister, prepared once for all its checks.
public struct PocketScene {
    /// Share of the typical area below which the product's own place is not believed.
    static let presentShare = 0.4

    /// The pocket's place in the grid.
    public let window: PocketWindow
    /// What the pocket should look like.
    public let model: PocketModel
    /// What the product should look like.
    public let product: ProductClass
    /// Extent of a place in millimetres.
    public let millimetres: Double
    /// 1 or 3.
    public let channels: Int
    /// Per channel, the level above which nothing can be compared under this blister's light.
    public let ceilings: [Float]
    /// Smoothed evidence for product, row-major in the window.
    public let evidence: [Float]
    /// 1 where the features are like nothing taught.
    public let isOdd: [UInt8]
    /// The largest product-like region, holes filled.
    public let mask: RegionMask
    /// Product-like places that do not belong to ``mask``.
    public let remainder: RegionMask
    /// Where the product's frame lies in the window.
    public let frame: RigidFrame
    /// Whether the frame follows what was seen rather than what was taught.
    public let isPresent: Bool
    /// Brightness, colour and fine roughness in the product's frame.
    public let cut: [[Float]]
    /// The silhouette resampled into the product's frame, 0...1.
    public let maskInFrame: [Float]
    /// Deviations of ``cut`` from the taught product, in standard deviations.
    public let residual: [[Float]]
    /// What ``cut`` should be, as far as it can be compared under this blister's light.
    public let expected: [[Float]]
    /// 1 where roughness in the product's frame can be compared, 0 where samples saturate.
    public let isClear: [Float]
    /// Features in the window.
    public let planes: [[Float]]
    /// What uncovered places of the pocket should look like under this blister's light.
    public let gap: GapModel

    /// Prepares the pocket of `window` out of `maps`.
    public init(
        maps: FeatureMaps,
        window: PocketWindow,
        model: ProductModel,
        millimetres: Double
    ) {
        let pocket = model.pockets[window.index]
        let product = model.classes[pocket.classIndex]
        let seen = Silhouette(maps: maps, window: window, tables: model.tables)
        self.window = window
        self.model = pocket
        self.product = product
        self.millimetres = millimetres
        channels = maps.channels
        ceilings = maps.ceilings
        evidence = seen.evidence
        isOdd = seen.isOdd
        mask = seen.mask
        remainder = seen.remainder
        planes = window.cut(maps.planes, gridWidth: maps.width)
        var gap = pocket.gap
        gap.mean = FeatureMaps.limited(
            planes: gap.mean,
            ceilings: maps.ceilings,
            peaks: pocket.gapPeaks
        )
        self.gap = gap
        let isPresent = Double(seen.area) >= Self.presentShare * product.area
        self.isPresent = isPresent
        let radians =
            isPresent ? Silhouette.nearest(seen.radians, to: pocket.radians) : pocket.radians
        var frame = RigidFrame(
            x: isPresent ? seen.centreX : pocket.centreX,
            y: isPresent ? seen.centreY : pocket.centreY,
            radians: product.isElongated ? radians : 0,
            halfWidth: product.halfWidth,
            halfHeight: product.halfHeight
        )
        var sampling = Self.sampling(window.width, window.height, frame)
        var cut = planes[0...maps.channels].map(sampling.cut)
        var best = Comparison.best(cut, pocket, product, maps.ceilings)
        if isPresent, product.isMarked,
            let settled = pocket.settlings[best.variant].settled(
                frame,
                brightness: cut[0],
                in: planes[0],
                width: window.width,
                taught: best.expected[0],
                product: product,
                ceilings: maps.ceilings
            )
        {
            frame = settled
            sampling = Self.sampling(window.width, window.height, frame)
            cut = planes[0...maps.channels].map(sampling.cut)
            best = Comparison.of(cut, pocket, variant: best.variant, product, maps.ceilings)
        }
        self.frame = frame
        self.cut = cut
        maskInFrame = sampling.cut(mask)
        expected = best.expected
        isClear = best.isClear
        residual = best.residual
    }

    /// What ``planes`` should be, as far as it can be compared under this blister's light.
    var expectedPlanes: [[Float]] {
        FeatureMaps.limited(
            planes: model.pocketMean,
            ceilings: ceilings,
            peaks: model.pocketPeaks
        )
    }

    /// The blister's millimetres of a place in the window.
    func point(_ x: Double, _ y: Double) -> Point {
        Point(
            x: (Double(window.left) + x + 0.5) * millimetres,
            y: (Double(window.top) + y + 0.5) * millimetres
        )
    }

    /// The blister's millimetres of a place in the product's frame.
    func framePoint(_ place: Int) -> Point {
        let u = Double(place % frame.width - frame.halfWidth)
        let v = Double(place / frame.width - frame.halfHeight)
        let (cosine, sine) = (cos(frame.radians), sin(frame.radians))
        return point(frame.x + cosine * u - sine * v, frame.y + sine * u + cosine * v)
    }

    package static func cuts(_ planes: [[Float]], _ width: Int, _ frame: RigidFrame) -> [[Float]] {
        planes.map(sampling(width, planes[0].count / width, frame).cut)
    }

    private static func sampling(_ width: Int, _ height: Int, _ frame: RigidFrame) -> RigidSampling
    {
        RigidSampling(
            width: width,
            height: height,
            cosine: Float(cos(frame.radians)),
            sine: Float(sin(frame.radians)),
            frame: frame
        )
    }
}

extension PocketWindow {
    /// The window's part of full-grid planes.
    package func cut(_ planes: [[Float]], gridWidth: Int) -> [[Float]] {
        planes.map { plane in
            var result: [Float] = []
            result.reserveCapacity(width * height)
            for y in 0..<height {
                let start = (top + y) * gridWidth + left
                result.append(contentsOf: plane[start..<start + width])
            }
            return result
        }
    }
}
