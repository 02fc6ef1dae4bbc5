public import Blister

/// Where blisters lie on the web, and how large its pixels are.
///
/// Written into the recipe by teaching, read by the cutter. Thread-safe as a value.
public struct WebGeometry: Sendable, Equatable {
    /// Extent of one column across the web, in millimetres.
    public var millimetresPerColumn: Double
    /// Extent of one row along travel, in millimetres.
    public var millimetresPerRow: Double
    /// From the outer edge of column 0 to the first corner of lane 0, in millimetres.
    public var laneOriginMillimetres: Double
    /// From the trigger row to the blister's first row, in millimetres; may be negative.
    public var triggerOffsetMillimetres: Double
    /// Blister, lanes and pitch.
    public var layout: Layout
    /// Rows below a blister that its cut waits for, in millimetres; nil for as much as elsewhere.
    ///
    /// A blister that lies further behind its place is not wholly in its cut. It is still found,
    /// as long as most of it is, and its step error says that it must be rejected.
    public var marginBelowMillimetres: Double?

    /// Makes a geometry; traps when a pixel has no extent.
    public init(
        millimetresPerColumn: Double,
        millimetresPerRow: Double,
        laneOriginMillimetres: Double,
        triggerOffsetMillimetres: Double,
        layout: Layout,
        marginBelowMillimetres: Double? = nil
    ) {
        precondition((marginBelowMillimetres ?? 0) >= 0)
        precondition(millimetresPerColumn > 0 && millimetresPerRow > 0)
        self.millimetresPerColumn = millimetresPerColumn
        self.millimetresPerRow = millimetresPerRow
        self.laneOriginMillimetres = laneOriginMillimetres
        self.triggerOffsetMillimetres = triggerOffsetMillimetres
        self.layout = layout
        self.marginBelowMillimetres = marginBelowMillimetres
    }

    /// First column of `lane`'s blister, fractional, column 0's outer edge being 0.
    public func firstColumn(lane: Int) -> Double {
        (laneOriginMillimetres + Double(lane) * layout.lanePitch) / millimetresPerColumn
    }
}
