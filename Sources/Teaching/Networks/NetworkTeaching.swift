internal import Anomalies
internal import Blister
internal import Foundation
internal import Imaging
internal import Inspection
internal import PocketVision
internal import Registration
internal import VisionModels

/// Teaches the networks of a product from its good blisters: the product model, and the limits of
/// what both networks say.
public struct NetworkTeaching: Sendable {
    /// Pockets that are learnt from; whole blisters, evenly thinned.
    static let pocketsMax = 400
    /// Around a pocket's outline, what the product model watches, in millimetres.
    static let reachMillimetres = 0.8
    /// A limit from which on a pocket that is 99 % unlike a good one would pass: no use.
    static let classifierLimitMax = log(0.99 / 0.01)

    /// File of the backbone that the product model is taught on.
    public var backbonePath: String
    /// File of the classifier; nil: none.
    public var classifierPath: String?
    /// Side of the product model's input in pixels, a multiple of 32.
    public var size = 64
    /// Patches that the product model remembers; a multiple of 16.
    public var memoryCount = 512
    /// Seed of their choice.
    public var seed: UInt64 = 1

    /// Teaches on the backbone at `backbonePath`, and sets limits for the classifier at
    /// `classifierPath`.
    public init(backbonePath: String, classifierPath: String?) {
        self.backbonePath = backbonePath
        self.classifierPath = classifierPath
    }

    /// One pocket of one good blister.
    private struct Sample {
        var blister: Int
        var pocket: Int
    }

    /// Adds networks, their limits and what a person should know to `outcome`.
    ///
    /// - Throws: ``VisionModelError`` where a model cannot be used.
    func teach(_ outcome: inout ProductTeacher.Outcome) throws {
        let start = ContinuousClock.now
        let recipe = outcome.report.product.recipe
        let pocketCount = recipe.layout.pockets.count
        let wanted = max(TeachingSet.blistersMin, Self.pocketsMax / max(1, pocketCount))
        let good = ProductTeacher.thinned(outcome.good, to: wanted)
        let lights = self.lights(outcome.report.product, good)
        let limits = LimitLearning(tail: outcome.tail, trustsFarthest: true)
        var lines = [
            try teachProduct(&outcome.report.product, good, lights, limits)
        ]
        if let classifierPath {
            let classifier = try PocketNetwork(
                path: classifierPath,
                task: .pocket,
                pocketCount: pocketCount
            )
            lines.append(
                try limit(classifier, &outcome.report.product, good, lights, limits)
            )
        }
        let elapsed = (ContinuousClock.now - start).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        lines.append(
            "networks: \(good.count) blisters, " + String(format: "%.1f s", seconds)
        )
        outcome.report.lines += lines
    }

    private func lights(_ product: TaughtProduct, _ good: [RegisteredBlister]) -> [[Float]] {
        let recipe = product.recipe
        let factor = WorkGrid(
            layout: recipe.layout,
            millimetresPerPixel: recipe.millimetresPerPixel
        ).factor
        return ParallelMap.map(count: good.count) { index in
            let sums = BlockSums(good[index].image, factor: factor)
            return product.model.light.light(on: sums).channels.map(\.middle)
        }
    }

    /// Teaches the product model and sets its limits.
    private func teachProduct(
        _ product: inout TaughtProduct,
        _ good: [RegisteredBlister],
        _ lights: [[Float]],
        _ learning: LimitLearning
    ) throws -> String {
        let recipe = product.recipe
        let crops = PocketCrops(
            layout: recipe.layout,
            millimetresPerPixel: recipe.millimetresPerPixel,
            width: size,
            height: size
        )
        let pictures = ParallelMap.map(count: good.count) { index in
            crops.crops(of: good[index].image, light: lights[index])
        }
        let pocketCount = recipe.layout.pockets.count
        let samples = good.indices.flatMap { blister in
            (0..<pocketCount).map { Sample(blister: blister, pocket: $0) }
        }
        var teaching = AnomalyTeaching(backbonePath: backbonePath)
        teaching.size = size
        teaching.memoryCount = memoryCount
        teaching.seed = seed
        teaching.falseRejectShare = recipe.falseRejectTarget
        teaching.threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
        teaching.mask = { side in
            crops.mask(side: side, layout: recipe.layout, reach: Self.reachMillimetres)
        }
        let learnt = try teaching.teach(
            groups: samples.map { "\($0.blister)" },
            facts: ["product": recipe.product]
        ) { index in
            pictures[samples[index].blister][samples[index].pocket]
        }
        product.network = learnt.bytes
        let scores = (0..<pocketCount).map { pocket in
            samples.indices.filter { samples[$0].pocket == pocket }.map { learnt.goodScores[$0] }
        }
        let name = PocketCheckName.productModel
        let ranges = learning.limits(scores, name.traits(channels: recipe.channels))
        for pocket in 0..<pocketCount {
            product.recipe.pocketLimits[pocket][name] = ranges[pocket].asWritten
        }
        return "product model: \(samples.count) pockets, "
            + Self.described(ranges, scores.flatMap { $0 })
    }

    /// Sets the limits of `classifier`, or says why it is left out.
    private func limit(
        _ classifier: PocketNetwork,
        _ product: inout TaughtProduct,
        _ good: [RegisteredBlister],
        _ lights: [[Float]],
        _ learning: LimitLearning
    ) throws -> String {
        let models = PocketNetworks(product.recipe, classifier: classifier, product: nil)
        let pool = try ExaminerPool(models)
        let opinions = ParallelMap.map(count: good.count) { index in
            pool.withExaminers {
                $0.pockets?.opinions(on: good[index].image, light: lights[index])
            }
        }
        .compactMap { $0 }
        if let fault = opinions.compactMap(\.fault).first {
            throw VisionModelError(
                path: classifier.name,
                reason: fault,
                cure: "use another classifier, or leave networks out"
            )
        }
        let name = PocketCheckName.classifier
        let readings = (0..<product.recipe.layout.pockets.count).map { pocket in
            opinions.compactMap { $0.pockets[pocket].classes?.unlikeness }
        }
        var ranges = learning.limits(readings, name.traits(channels: product.recipe.channels))
        let sure = opinions.first?.pockets.first?.classes?.surelyGood ?? 0
        for pocket in ranges.indices {
            // What it is surely good by itself needs no closer limit.
            ranges[pocket].upper = max(ranges[pocket].upper ?? sure, sure)
        }
        let farthest = ranges.compactMap(\.upper).max() ?? 0
        guard farthest <= Self.classifierLimitMax else {
            let typical = Statistics.median(readings.flatMap { $0 })
            let likeness = 1 / (1 + exp(typical))
            return "  WARNING: classifier: finds good pockets of this product unlike good "
                + String(format: "(typically %.3f good, limit %.1f logit)", likeness, farthest)
                + "; its check is left out"
        }
        for pocket in ranges.indices {
            product.recipe.pocketLimits[pocket][name] = ranges[pocket].asWritten
        }
        return "classifier: " + Self.described(ranges, readings.flatMap { $0 })
    }

    private static func described(_ ranges: [LimitRange], _ readings: [Double]) -> String {
        let uppers = ranges.compactMap(\.upper)
        return String(
            format: "good ones read %.2f … %.2f … %.2f, limits %.2f … %.2f",
            readings.min() ?? 0,
            Statistics.median(readings),
            readings.max() ?? 0,
            uppers.min() ?? 0,
            uppers.max() ?? 0
        )
    }
}
