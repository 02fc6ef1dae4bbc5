internal import Documents

/// When the station warns that its camera sees worse than it did: `camera_health`.
///
/// Shares are of what was seen at first, or of what the flat field says for dirt. They warn, and do
/// nothing to any verdict.
public struct CameraHealthConfiguration: Sendable, Equatable {
    /// Where the camera always sees the same thing.
    public struct Strip: Sendable, Equatable {
        /// From the outer edge of column 0, millimetres.
        public var x: Double
        /// Extent across the web, millimetres.
        public var width: Double

        /// Makes a strip.
        public init(x: Double, width: Double) {
            self.x = x
            self.width = width
        }
    }

    /// The reference strip; nil measures no brightness.
    public var strip: Strip?
    /// Loss of sharpness that warns, a share.
    public var focusLoss = 0.4
    /// Change of the strip's brightness or evenness that warns, a share.
    public var brightnessChange = 0.1
    /// Deviation of a column from its neighbours that warns, a share.
    public var dirt = 0.15
    /// Loss of room between good blisters and the limits that warns, a share.
    public var marginLoss = 0.5

    /// No strip, and the usual limits.
    public init() {}

    init(document: DocumentNode) throws(DocumentError) {
        let fields = try document.mapping(allowed: ["reference_strip", "warn_percent"])
        strip = try fields.optional("reference_strip").map { node throws(DocumentError) in
            let fields = try node.mapping(allowed: ["x_mm", "width_mm"])
            return Strip(
                x: try fields.required("x_mm").number(in: 0...5000),
                width: try fields.required("width_mm").number(in: 0.1...1000)
            )
        }
        guard let node = fields.optional("warn_percent") else { return }
        let warn = try node.mapping(allowed: ["focus", "brightness", "dirt", "margin"])
        func share(_ key: String, _ usual: Double) throws(DocumentError) -> Double {
            try warn.optional(key).map { node throws(DocumentError) in
                try node.number(in: 1...95) / 100
            } ?? usual
        }
        focusLoss = try share("focus", focusLoss)
        brightnessChange = try share("brightness", brightnessChange)
        dirt = try share("dirt", dirt)
        marginLoss = try share("margin", marginLoss)
    }

    /// The strip's columns.
    ///
    /// - Parameters:
    ///   - millimetresPerColumn: extent of a column across the web.
    ///   - width: columns of the camera.
    /// - Returns: at least four columns; nil where none is asked for.
    /// - Throws: ``StationFault/referenceStrip(reach:width:)`` where the camera does not see it all.
    func stripColumns(
        millimetresPerColumn: Double,
        width: Int
    ) throws(StationFault) -> Range<Int>? {
        guard let strip else { return nil }
        let first = Int((strip.x / millimetresPerColumn).rounded())
        let count = max(4, Int((strip.width / millimetresPerColumn).rounded()))
        guard first + count <= width else {
            throw .referenceStrip(
                reach: strip.x + strip.width,
                width: Double(width) * millimetresPerColumn
            )
        }
        return first..<first + count
    }
}
