internal import Foundation
internal import Imaging

/// How a blister lies in its cut: shift of its centre, rotation about it, stretch along travel.
struct AlignmentPose: Equatable {
    /// Shift of the blister's centre from the expected place, across the web, millimetres.
    var shiftX = 0.0
    /// The same along travel.
    var shiftY = 0.0
    /// Radians, positive from x towards y.
    var rotation = 0.0
    /// Measured over nominal extent along travel.
    var stretch = 1.0

    /// From canonical millimetres (origin at the first corner) to columns and rows of the cut.
    func map(in frame: AlignmentFrame) -> AffineMap {
        let cosine = cos(rotation)
        let sine = sin(rotation)
        let turned = AffineMap(
            xx: cosine,
            xy: -sine * stretch,
            x0: frame.centreX - cosine * frame.centreX + sine * stretch * frame.centreY + shiftX,
            yx: sine,
            yy: cosine * stretch,
            y0: frame.centreY - sine * frame.centreX - cosine * stretch * frame.centreY + shiftY
        )
        return AffineMap(
            scaleX: 1 / frame.millimetresPerColumn,
            scaleY: 1 / frame.millimetresPerRow,
            shiftX: frame.originColumn,
            shiftY: frame.originRow
        ).after(turned)
    }
}

/// What is known of a cut before aligning: its pixels' extent and where the blister should be.
struct AlignmentFrame: Equatable {
    /// Half the blister's extent across the web, millimetres.
    var centreX: Double
    /// Half the blister's extent along travel, millimetres.
    var centreY: Double
    /// Expected first corner, columns.
    var originColumn: Double
    /// Expected first corner, rows.
    var originRow: Double
    var millimetresPerColumn: Double
    var millimetresPerRow: Double
}
