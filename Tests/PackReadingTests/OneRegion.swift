import Blister
import Inspection

/// Recipes of blisters with one pocket and a region to read.
enum OneRegion {
    /// A recipe whose layout `place` gives its region.
    static func recipe(
        width: Double,
        millimetresPerPixel: Double,
        place: (inout Layout) -> Void
    ) -> Recipe {
        var layout = Layout(
            width: width,
            length: 20,
            lanes: 1,
            lanePitch: width,
            pitch: 20,
            pockets: [Pocket(centre: Point(x: 5, y: 5), shape: .circle(diameterMillimetres: 5))]
        )
        place(&layout)
        return Recipe(
            product: "one region",
            millimetresPerPixel: millimetresPerPixel,
            channels: 1,
            layout: layout,
            web: nil,
            stills: nil,
            falseRejectTarget: 0.001,
            modelFolder: "",
            modelDigest: "",
            blisterLimits: BlisterLimits(),
            pocketLimits: []
        )
    }
}
