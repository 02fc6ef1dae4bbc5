import Blister
import Inspection

extension Recipe {
    /// A recipe that measures nothing: what it asks to be read is set by who makes it.
    static func withoutLimits(
        _ layout: Layout,
        millimetresPerPixel: Double,
        channels: Int = 1
    ) -> Recipe {
        Recipe(
            product: "twin",
            millimetresPerPixel: millimetresPerPixel,
            channels: channels,
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

extension Layout {
    /// One pocket, and room for a region to read; 20 mm long.
    static func onePocket(width: Double) -> Layout {
        Layout(
            width: width,
            length: 20,
            lanes: 1,
            lanePitch: width,
            pitch: 20,
            pockets: [Pocket(centre: Point(x: 5, y: 5), shape: .circle(diameterMillimetres: 5))]
        )
    }
}
