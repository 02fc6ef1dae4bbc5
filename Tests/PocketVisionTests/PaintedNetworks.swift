import Blister
import Foundation
import Imaging
import Inspection
import PaintedBlisters
import PocketVision
import Registration

@testable import Teaching

/// What teaching makes of painted good blisters with networks, taught once for all tests.
struct PaintedNetworks: Sendable {
    static let shared = Result { try PaintedNetworks() }
    /// Seeds of the blisters it is taught from; no test paints with these.
    private static let taughtSeeds = 5000..<UInt64(5024)

    let product: TaughtProduct
    let lines: [String]

    init() throws {
        try self.init(classifierPath: nil)
    }

    init(classifierPath: String?) throws {
        let blisters = Self.taughtSeeds.map {
            Self.registered(PaintedBlister(channels: 1, seed: $0))
        }
        let learnt = try ProductLearner(
            layout: PaintedBlister.layout,
            millimetresPerPixel: PaintedBlister.millimetresPerPixel,
            falseRejectTarget: 0.001
        ).learn(
            blisters.map {
                ProductLearner.Registered(image: $0.image, agreement: 0.9, stepErrorMillimetres: 0)
            }
        )
        let recipe = Recipe(
            product: "painted",
            millimetresPerPixel: PaintedBlister.millimetresPerPixel,
            channels: 1,
            layout: PaintedBlister.layout,
            web: nil,
            stills: Recipe.Stills(
                millimetresPerPixel: PaintedBlister.millimetresPerPixel,
                originAcrossMillimetres: 0,
                originAlongMillimetres: 0
            ),
            falseRejectTarget: 0.001,
            modelFolder: "",
            modelDigest: "",
            blisterLimits: learnt.blisterLimits,
            pocketLimits: learnt.pocketLimits
        )
        let product = TaughtProduct(
            recipe: recipe,
            model: learnt.model,
            templateMean: blisters[0].image,
            templateDeviation: blisters[0].image
        )
        var outcome = ProductTeacher.Outcome(
            report: TaughtReport(product: product, lines: []),
            offset: Point(x: 0, y: 0),
            good: blisters,
            tail: learnt.tail
        )
        var teaching = NetworkTeaching(
            backbonePath: Self.backbone,
            classifierPath: classifierPath
        )
        // Few patches are enough for paint, and quick in a debug build.
        teaching.memoryCount = 64
        try teaching.teach(&outcome)
        self.product = outcome.report.product
        lines = outcome.report.lines
    }

    static let backbone = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Models/backbone/backbone.onnx").path()

    /// The product judged by its network alone: no limits but the product model's.
    var byNetworkAlone: TaughtProduct {
        var product = product
        product.recipe.blisterLimits = BlisterLimits()
        for pocket in product.recipe.pocketLimits.indices {
            let range = product.recipe.pocketLimits[pocket][.productModel]
            product.recipe.pocketLimits[pocket] = PocketLimits()
            product.recipe.pocketLimits[pocket][.productModel] = range
        }
        return product
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
}

extension TaughtProduct {
    /// The networks that it has limits for; `models` holds the classifier.
    func networks(models: String? = nil) throws -> PocketNetworks {
        guard
            let networks = try PocketNetworks(
                self,
                recipePath: "/nowhere/painted.yaml",
                modelsFolder: models
            )
        else { throw Absent() }
        return networks
    }

    struct Absent: Error {}

    /// What it says about `blister`, with its networks.
    func result(
        _ blister: PaintedBlister,
        models: String? = nil
    ) throws -> (result: InspectionResult, fault: String?) {
        Inspector(recipe: recipe, model: model).inspect(
            PaintedNetworks.registered(blister),
            examiner: try PocketExamination(networks(models: models))
        )
    }
}
