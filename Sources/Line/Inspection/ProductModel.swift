package import Imaging

/// What the good products of one pocket shape look like, in the product's own frame.
///
/// The frame is centred on the product and, for long products, turned along it. Thread-safe as a
/// value.
public struct ProductClass: Sendable, Equatable {
    /// Columns and rows on either side of the frame's middle.
    public let halfWidth: Int
    /// Rows on either side of the frame's middle.
    public var halfHeight: Int
    /// Whether the product has a long axis that its frame follows.
    public var isElongated: Bool
    /// Whether its face has marks, such as the joint of two colours, that its frame settles on.
    public var isMarked: Bool
    /// Typical area in places of the work grid.
    public var area: Double
    /// Signed distance to the taught outline in millimetres, negative inside; row-major in the frame.
    public let outline: [Float]
    /// The same of the places that hardly any good silhouette leaves out.
    public let inner: [Float]
    /// The same of the places that any good silhouette may cover.
    public let outer: [Float]
    /// 1 on the product's face: inside the outline and off its edge.
    let face: [UInt8]
    /// Places of the face in the surroundings of each place.
    let faceCounts: [Int32]
    /// Standard deviation of brightness, colour and fine roughness between good products.
    public var deviation: [[Float]]
    /// Deviations from the mean, in ``deviation``, from which on a place counts as odd.
    public var oddness: Float

    package init(
        halfWidth: Int,
        halfHeight: Int,
        isElongated: Bool,
        isMarked: Bool,
        area: Double,
        outline: [Float],
        inner: [Float],
        outer: [Float],
        deviation: [[Float]],
        oddness: Float
    ) {
        self.halfWidth = halfWidth
        self.halfHeight = halfHeight
        self.isElongated = isElongated
        self.isMarked = isMarked
        self.area = area
        self.outline = outline
        self.inner = inner
        self.outer = outer
        face = outline.map { $0 < -Self.coreDepthMillimetres ? 1 : 0 }
        faceCounts = LocalContrast.counts(
            of: face,
            width: 2 * halfWidth + 1,
            radius: SpotCheck.surroundingsRadius
        )
        self.deviation = deviation
        self.oddness = oddness
    }
}

/// What one pocket looks like when it is right.
public struct PocketModel: Sendable, Equatable {
    /// Index into ``ProductModel/classes``.
    public var classIndex: Int
    /// Typical place of the product in its window: columns and rows.
    public var centreX: Double
    /// Typical row of the product in its window.
    public var centreY: Double
    /// Typical turn of the product, radians.
    public var radians: Double
    /// Mean brightness, colour and fine roughness in the product's frame, for every way a product
    /// may lie: a two-coloured one has two, since the light does not turn with it.
    public let means: [[[Float]]]
    /// What lies between the taught values around each place, one per entry of ``means``.
    public let envelopes: [Envelope]
    /// What settles a long product's frame, one per entry of ``means``.
    let settlings: [FaceSettling]
    /// Mean features in the pocket's window, product in place.
    public let pocketMean: [[Float]]
    /// Their standard deviation between good blisters.
    public var pocketDeviation: [[Float]]
    /// What lies beside the product.
    public var gap: GapModel {
        didSet { gapPeaks = ChannelPeaks(gap.mean, channels: pocketMean.count - 2) }
    }
    /// Peaks of ``means``, one per entry.
    let meanPeaks: [ChannelPeaks]
    /// Peaks of ``pocketMean``.
    let pocketPeaks: ChannelPeaks
    /// Peaks of what ``gap`` expects.
    private(set) var gapPeaks: ChannelPeaks

    package init(
        classIndex: Int,
        centreX: Double,
        centreY: Double,
        radians: Double,
        means: [[[Float]]],
        frameWidth: Int,
        pocketMean: [[Float]],
        pocketDeviation: [[Float]],
        gap: GapModel
    ) {
        self.classIndex = classIndex
        self.centreX = centreX
        self.centreY = centreY
        self.radians = radians
        self.means = means
        envelopes = means.map { Envelope($0, width: frameWidth) }
        settlings = means.map { FaceSettling($0[0], width: frameWidth) }
        self.pocketMean = pocketMean
        self.pocketDeviation = pocketDeviation
        self.gap = gap
        // Fine roughness comes last in a product's frame, coarse roughness behind it in a window.
        let channels = pocketMean.count - 2
        meanPeaks = means.map { ChannelPeaks($0, channels: channels) }
        pocketPeaks = ChannelPeaks(pocketMean, channels: channels)
        gapPeaks = ChannelPeaks(gap.mean, channels: channels)
    }
}

/// What the foil between the pockets looks like when it is clean, over the whole work grid.
public struct FoilModel: Sendable, Equatable {
    /// Mean of smoothed brightness, colour and coarse roughness.
    public var mean: [[Float]]
    /// Their standard deviation.
    public var deviation: [[Float]]
    /// Deviations from which on a place counts as dirt.
    public var oddness: Float

    package init(
        mean: [[Float]],
        deviation: [[Float]],
        oddness: Float
    ) {
        self.mean = mean
        self.deviation = deviation
        self.oddness = oddness
    }
}

/// Everything that was learnt from good blisters except the limits.
///
/// Written by teaching, read at start-up, never changed while inspecting. Thread-safe as a value.
public struct ProductModel: Sendable, Equatable {
    /// 1 or 3.
    public var channels: Int
    /// Work grid the model was taught on.
    public var gridWidth: Int
    /// Rows of the work grid.
    public var gridHeight: Int
    /// Brightness of the taught web.
    public var light: LightReference
    /// Product, background or neither.
    public var tables: ClassTables
    /// One per kind of pocket shape.
    public var classes: [ProductClass]
    /// One per pocket.
    public var pockets: [PocketModel]
    /// Foil between the pockets.
    public var foil: FoilModel

    package init(
        channels: Int,
        gridWidth: Int,
        gridHeight: Int,
        light: LightReference,
        tables: ClassTables,
        classes: [ProductClass],
        pockets: [PocketModel],
        foil: FoilModel
    ) {
        self.channels = channels
        self.gridWidth = gridWidth
        self.gridHeight = gridHeight
        self.light = light
        self.tables = tables
        self.classes = classes
        self.pockets = pockets
        self.foil = foil
    }
}

extension ProductModel {
    /// Feature maps of `image` under the light it was taken in.
    package func maps(of image: Image, factor: Int) -> FeatureMaps {
        let sums = BlockSums(image, factor: factor)
        return FeatureMaps(sums, light: light.light(on: sums))
    }
}
