import Blister
import Foundation
import Imaging
import Inspection
import Judging
import PaintedBlisters

@testable import Teaching

/// What teaching makes of painted good blisters; taught once a kind of picture.
struct PaintedProduct: Sendable {
    private static let mono = Result { try PaintedProduct(channels: 1) }
    private static let colour = Result { try PaintedProduct(channels: 3) }
    /// Seeds of the blisters it is taught from; no test paints with these.
    private static let taughtSeeds = 1000..<UInt64(1030)

    let recipe: Recipe
    let judge: BlisterJudge

    static func of(channels: Int) throws -> PaintedProduct {
        try (channels == 1 ? mono : colour).get()
    }

    private init(channels: Int) throws {
        let layout = PaintedBlister.layout
        let pixel = PaintedBlister.millimetresPerPixel
        let pictures = Self.taughtSeeds.map {
            PaintedBlister(channels: channels, seed: $0).picture
        }
        var random = SeededRandom(seed: 1)
        let learnt = try ProductLearner(
            layout: layout,
            millimetresPerPixel: pixel,
            falseRejectTarget: 0.001
        ).learn(
            pictures.map { picture in
                ProductLearner.Registered(
                    image: picture,
                    agreement: 0.9 + 0.02 * random.noise(),
                    stepErrorMillimetres: 0.1 * random.noise()
                )
            }
        )
        recipe = Recipe(
            product: "painted",
            millimetresPerPixel: pixel,
            channels: channels,
            layout: layout,
            web: nil,
            stills: Recipe.Stills(
                millimetresPerPixel: pixel,
                originAcrossMillimetres: Self.margin,
                originAlongMillimetres: Self.margin
            ),
            falseRejectTarget: 0.001,
            modelFolder: "",
            modelDigest: "",
            blisterLimits: learnt.blisterLimits,
            pocketLimits: learnt.pocketLimits
        )
        let (mean, deviation) = Self.template(pictures)
        judge = BlisterJudge(
            TaughtProduct(
                recipe: recipe,
                model: learnt.model,
                templateMean: mean,
                templateDeviation: deviation
            )
        )
    }

    /// Bed around blisters that are still to be aligned, millimetres.
    static let margin = 3.0

    /// A cut with bed all around, not yet aligned.
    func cut(_ image: Image, isIncomplete: Bool = false) -> BlisterCut {
        let pixel = PaintedBlister.millimetresPerPixel
        return BlisterCut(
            identity: BlisterIdentity(cycle: 4, lane: 2),
            image: image,
            expectedOrigin: Point(x: Self.margin / pixel, y: Self.margin / pixel),
            millimetresPerColumn: pixel,
            millimetresPerRow: pixel,
            capturedNanoseconds: 0,
            encoderTicks: nil,
            firstRow: 0,
            isIncomplete: isIncomplete
        )
    }

    /// The verdict on a painted blister as registration would hand it over.
    func result(_ blister: PaintedBlister) -> InspectionResult {
        judge.inspector.inspect(Self.registered(blister))
    }

    static func registered(_ blister: PaintedBlister) -> RegisteredBlister {
        RegisteredBlister(
            identity: BlisterIdentity(cycle: 4, lane: 2),
            image: blister.picture,
            millimetresPerPixel: PaintedBlister.millimetresPerPixel,
            shift: Point(x: 0, y: 0),
            rotationDegrees: 0,
            stretch: 1,
            agreement: 0.9,
            stepErrorMillimetres: 0,
            capturedNanoseconds: 0,
            encoderTicks: nil
        )
    }

    private static func template(_ pictures: [Image]) -> (mean: Image, deviation: Image) {
        var mean = pictures[0]
        var deviation = pictures[0]
        for sample in mean.pixels.indices {
            let values = pictures.map { Double($0.pixels[sample]) }
            let middle = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
            mean.pixels[sample] = UInt8(middle.rounded())
            let spread = (squares / Double(values.count)).squareRoot()
            deviation.pixels[sample] = UInt8(min(255, spread.rounded()))
        }
        return (mean, deviation)
    }
}

extension InspectionResult {
    /// Reasons and checks that did not pass, for the message of a failing test.
    var failures: String {
        let foil = checks.filter { !$0.passes }.map { "\($0.name) \($0.value)" }
        let inPockets = pockets.flatMap { pocket in
            pocket.checks.filter { !$0.passes }
                .map { "pocket \(pocket.index) \($0.name) \($0.value)" }
        }
        return (verdict.reasons.map(\.rawValue) + foil + inPockets).joined(separator: ", ")
    }
}
