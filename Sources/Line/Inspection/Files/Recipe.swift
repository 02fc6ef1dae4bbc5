public import Blister

/// Product parameters: what `teach` writes, a person reads and edits, and inspection obeys.
///
/// Thread-safe as a value.
public struct Recipe: Sendable, Equatable {
    /// How the blisters were found in the web while teaching.
    public struct Web: Sendable, Equatable {
        /// Extent of one camera column.
        public var millimetresPerColumn: Double
        /// Extent of one camera row.
        public var millimetresPerRow: Double
        /// Lane 0's first corner from column 0.
        public var laneOriginMillimetres: Double
        /// A blister's first row after its trigger row.
        public var triggerOffsetMillimetres: Double
        /// Whether triggers came with the rows; if not, blisters are found from the picture.
        public var hasTrigger: Bool

        /// Makes a web.
        public init(
            millimetresPerColumn: Double,
            millimetresPerRow: Double,
            laneOriginMillimetres: Double,
            triggerOffsetMillimetres: Double,
            hasTrigger: Bool
        ) {
            self.millimetresPerColumn = millimetresPerColumn
            self.millimetresPerRow = millimetresPerRow
            self.laneOriginMillimetres = laneOriginMillimetres
            self.triggerOffsetMillimetres = triggerOffsetMillimetres
            self.hasTrigger = hasTrigger
        }
    }

    /// How the blisters lay in still pictures while teaching.
    public struct Stills: Sendable, Equatable {
        /// Extent of one pixel.
        public var millimetresPerPixel: Double
        /// The blister's first corner from the picture's, across.
        public var originAcrossMillimetres: Double
        /// The blister's first corner from the picture's, along.
        public var originAlongMillimetres: Double

        /// Makes stills.
        public init(
            millimetresPerPixel: Double,
            originAcrossMillimetres: Double,
            originAlongMillimetres: Double
        ) {
            self.millimetresPerPixel = millimetresPerPixel
            self.originAcrossMillimetres = originAcrossMillimetres
            self.originAlongMillimetres = originAlongMillimetres
        }
    }

    /// Name of the product.
    public var product: String
    /// Pixel of the registered blister.
    public var millimetresPerPixel: Double
    /// 1 (mono) or 3 (RGB).
    public var channels: Int
    /// Where the pockets are.
    public var layout: Layout
    /// Geometry of the web; nil when taught from still pictures.
    public var web: Web?
    /// Geometry of still pictures; nil when taught from a web.
    public var stills: Stills?
    /// Share of good blisters that may be rejected, 0...0.1.
    public var falseRejectTarget: Double
    /// Folder of the product model, beside the recipe.
    public var modelFolder: String
    /// SHA-256 of the product model's content, 64 hexadecimal digits.
    public var modelDigest: String
    /// SHA-256 of the product model's network, 64 hexadecimal digits; nil without one.
    public var networkDigest: String?
    /// Folder of the sealed acceptance set that judges new models, as the recipe names it: absolute, or
    /// from the recipe's folder; nil without one.
    public var acceptanceFolder: String?
    /// Limits of the blister-wide checks.
    public var blisterLimits: BlisterLimits
    /// Limits per pocket.
    public var pocketLimits: [PocketLimits]
    /// What must be printed; nil where print is not looked at.
    public var print: PrintRule?
    /// What must be embossed; nil where Braille is not looked at.
    public var braille: BrailleRule?
    /// What the machine-readable code must say; nil where none is looked at.
    public var code: CodeRule?
    /// The known-bad blisters that must be rejected before a batch may run; nil where none are asked
    /// for.
    public var challenge: ChallengeRule?
    /// What the trends ask for; nil: the usual bands.
    public var trends: TrendRule?

    /// Makes a recipe.
    public init(
        product: String,
        millimetresPerPixel: Double,
        channels: Int,
        layout: Layout,
        web: Web?,
        stills: Stills?,
        falseRejectTarget: Double,
        modelFolder: String,
        modelDigest: String,
        networkDigest: String? = nil,
        acceptanceFolder: String? = nil,
        blisterLimits: BlisterLimits,
        pocketLimits: [PocketLimits],
        print: PrintRule? = nil,
        braille: BrailleRule? = nil,
        code: CodeRule? = nil,
        challenge: ChallengeRule? = nil,
        trends: TrendRule? = nil
    ) {
        self.product = product
        self.millimetresPerPixel = millimetresPerPixel
        self.channels = channels
        self.layout = layout
        self.web = web
        self.stills = stills
        self.falseRejectTarget = falseRejectTarget
        self.modelFolder = modelFolder
        self.modelDigest = modelDigest
        self.networkDigest = networkDigest
        self.acceptanceFolder = acceptanceFolder
        self.blisterLimits = blisterLimits
        self.pocketLimits = pocketLimits
        self.print = print
        self.braille = braille
        self.code = code
        self.challenge = challenge
        self.trends = trends
    }

    /// Whether any pocket has limits for `check`.
    public func wants(_ check: PocketCheckName) -> Bool {
        pocketLimits.contains { $0[check] != nil }
    }
}
