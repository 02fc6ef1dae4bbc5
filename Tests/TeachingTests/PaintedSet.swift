import Blister
import Imaging
import Inspection
import PaintedBlisters

@testable import Teaching

/// Painted blisters given to teaching as good, some of which are not.
struct PaintedSet {
    /// Pocket that the bad ones have their flaw in.
    static let pocket = 1

    var count: Int
    var flaw = Flaw.missing
    /// Positions of the bad ones.
    var bad: [Int] = []

    func learnt() throws(TeachingError) -> ProductLearner.Outcome {
        let blisters = (0..<count).map { index in
            ProductLearner.Registered(
                image: picture(seed: 2000 + UInt64(index), isBad: bad.contains(index)),
                agreement: 0.9,
                stepErrorMillimetres: 0
            )
        }
        return try ProductLearner(
            layout: PaintedBlister.layout,
            millimetresPerPixel: PaintedBlister.millimetresPerPixel,
            falseRejectTarget: 0.001
        ).learn(blisters)
    }

    /// What a product so learnt says about a blister of another seed.
    func verdict(_ learnt: ProductLearner.Outcome, isBad: Bool) -> Verdict {
        let recipe = Recipe(
            product: "painted",
            millimetresPerPixel: PaintedBlister.millimetresPerPixel,
            channels: 1,
            layout: PaintedBlister.layout,
            web: nil,
            stills: nil,
            falseRejectTarget: 0.001,
            modelFolder: "",
            modelDigest: "",
            blisterLimits: learnt.blisterLimits,
            pocketLimits: learnt.pocketLimits
        )
        let blister = RegisteredBlister(
            identity: BlisterIdentity(cycle: 0, lane: 0),
            image: picture(seed: 3, isBad: isBad),
            millimetresPerPixel: PaintedBlister.millimetresPerPixel,
            shift: Point(x: 0, y: 0),
            rotationDegrees: 0,
            stretch: 1,
            agreement: 0.9,
            stepErrorMillimetres: 0,
            capturedNanoseconds: 0,
            encoderTicks: nil
        )
        return Inspector(recipe: recipe, model: learnt.model).inspect(blister).verdict
    }

    private func picture(seed: UInt64, isBad: Bool) -> Image {
        PaintedBlister(
            channels: 1,
            seed: seed,
            flaw: isBad ? flaw : nil,
            pocket: Self.pocket
        ).picture
    }
}
