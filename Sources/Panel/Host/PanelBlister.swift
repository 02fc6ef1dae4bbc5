/// A judged blister as the panel draws it.
public struct PanelBlister: Sendable, Equatable, Codable {
    /// Name in the records.
    public var id: String
    /// When it was judged, ISO 8601.
    public var time: String
    /// Position across the web, from 0.
    public var lane: Int
    /// `accept` or `reject`.
    public var verdict: String
    /// As in the reject log; empty for accept.
    public var reasons: [String]
    /// One sentence about the deciding check; nil for accept.
    public var sentence: String?
    /// Across the web, millimetres.
    public var widthMillimetres: Double
    /// Along travel, millimetres.
    public var lengthMillimetres: Double
    /// One per pocket of the layout; empty when the blister was not seen.
    public var pockets: [PanelPocket]
    /// Whether a picture of it is kept.
    public var hasPicture: Bool
    /// Whether a score map of it is kept.
    public var hasMap: Bool
    /// What a person labelled it; nil for nobody yet.
    public var label: PanelLabel?
    /// The result line with the contract's keys (`blisterctl inspect --json`).
    public var result: String

    /// Makes a blister.
    public init(
        id: String,
        time: String,
        lane: Int,
        verdict: String,
        reasons: [String],
        sentence: String?,
        widthMillimetres: Double,
        lengthMillimetres: Double,
        pockets: [PanelPocket],
        hasPicture: Bool,
        hasMap: Bool,
        label: PanelLabel? = nil,
        result: String
    ) {
        self.id = id
        self.time = time
        self.lane = lane
        self.verdict = verdict
        self.reasons = reasons
        self.sentence = sentence
        self.widthMillimetres = widthMillimetres
        self.lengthMillimetres = lengthMillimetres
        self.pockets = pockets
        self.hasPicture = hasPicture
        self.hasMap = hasMap
        self.label = label
        self.result = result
    }
}

/// A pocket on the panel's drawing; lengths in millimetres, the centre in the layout's axes.
public struct PanelPocket: Sendable, Equatable, Codable {
    /// Outline.
    public enum Shape: String, Sendable, Codable {
        /// `length` is the diameter, `width` the same.
        case circle
        /// `length` by `width`, with round ends, turned by `angle`.
        case oblong
    }
    /// Position in the layout's list, from 0.
    public var index: Int
    /// Centre across the web.
    public var x: Double
    /// Centre along travel.
    public var y: Double
    /// Outline.
    public var shape: Shape
    /// Longer extent.
    public var length: Double
    /// Shorter extent.
    public var width: Double
    /// Degrees from the x axis towards y.
    public var angle: Double
    /// Whether every check of it passed.
    public var isGood: Bool
    /// `good`, or the gravest reason.
    public var classification: String

    /// Makes a pocket.
    public init(
        index: Int,
        x: Double,
        y: Double,
        shape: Shape,
        length: Double,
        width: Double,
        angle: Double,
        isGood: Bool,
        classification: String
    ) {
        self.index = index
        self.x = x
        self.y = y
        self.shape = shape
        self.length = length
        self.width = width
        self.angle = angle
        self.isGood = isGood
        self.classification = classification
    }
}

/// A stored picture.
public struct PanelPicture: Sendable, Equatable {
    /// Which of a blister's pictures.
    public enum Kind: String, Sendable {
        /// As the camera saw it.
        case picture
        /// Where a network finds it unlike a good one.
        case map
    }
    /// Encoded, for example as PNG.
    public var bytes: [UInt8]
    /// For example `image/png`.
    public var type: String

    /// Makes a picture.
    public init(bytes: [UInt8], type: String) {
        self.bytes = bytes
        self.type = type
    }
}
