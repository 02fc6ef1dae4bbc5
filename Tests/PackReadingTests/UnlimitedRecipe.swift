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
