internal import Blister
public import Inspection
internal import Foundation
internal import Imaging
internal import Registration

/// What teaching produced: the product, and what a person should know about it.
public struct TaughtReport: Sendable {
    /// Recipe and model, ready to be written.
    public var product: TaughtProduct
    /// Lines for a person.
    public var lines: [String]
}

/// Teaches a product from cuts of mostly good blisters.
struct ProductTeacher {
    /// Cuts that the alignment template is learnt from.
    static let templateCutsMax = 48

    let name: String
    let layout: Layout
    let millimetresPerPixel: Double
    let falseRejectTarget: Double
    let search: AlignmentSearch

    /// Teaches by layout and pixel as the recipe's file holds them.
    init(
        name: String,
        layout: Layout,
        millimetresPerPixel: Double,
        falseRejectTarget: Double,
        search: AlignmentSearch
    ) {
        self.name = name
        self.layout = layout.filed
        self.millimetresPerPixel = Recipe.filed(millimetresPerPixel)
        self.falseRejectTarget = falseRejectTarget
        self.search = search
    }

    struct Outcome {
        var report: TaughtReport
        /// Mean distance of the products from their drawn pockets: across, along.
        var offset: Point
        /// The blisters that were learnt from, for networks to learn from as well.
        var good: [RegisteredBlister]
        /// See ``ProductLearner/Outcome/tail``.
        var tail: Double
    }

    /// The mean picture of `cuts`, which are mostly good blisters.
    func template(of cuts: [BlisterCut]) throws(RegistrationError) -> AlignmentTemplate {
        try LearnedTemplate.learn(
            cuts: Self.thinned(cuts, to: Self.templateCutsMax),
            layout: layout,
            millimetresPerPixel: millimetresPerPixel,
            search: search
        ).template
    }

    /// Model and limits from `cuts`, aligned to `template` as inspection will align them.
    func teach(
        cuts: [BlisterCut],
        template: AlignmentTemplate,
        web: Recipe.Web?,
        stills: Recipe.Stills?
    ) throws -> Outcome {
        let aligner = Aligner(template: template, search: search)
        let aligned = ParallelMap.map(count: cuts.count) { aligner.align(cuts[$0]) }
        let registered = aligned.compactMap { $0 }
        guard registered.count >= TeachingSet.blistersMin else {
            throw TeachingError.tooFewGood(
                count: registered.count,
                leftOut: cuts.count - registered.count,
                needed: TeachingSet.blistersMin
            )
        }
        let learner = ProductLearner(
            layout: layout,
            millimetresPerPixel: millimetresPerPixel,
            falseRejectTarget: falseRejectTarget
        )
        let learnt = try learner.learn(
            registered.map {
                ProductLearner.Registered(
                    image: $0.image,
                    agreement: $0.agreement,
                    stepErrorMillimetres: $0.stepErrorMillimetres
                )
            }
        )
        var (blisterLimits, pocketLimits) = (learnt.blisterLimits, learnt.pocketLimits)
        blisterLimits.ranges = blisterLimits.ranges.map { $0?.asWritten }
        for pocket in pocketLimits.indices {
            pocketLimits[pocket].ranges = pocketLimits[pocket].ranges.map { $0?.asWritten }
        }
        let recipe = Recipe(
            product: name,
            millimetresPerPixel: millimetresPerPixel,
            channels: registered[0].image.channels,
            layout: layout,
            web: web,
            stills: stills,
            falseRejectTarget: falseRejectTarget,
            modelFolder: "",
            modelDigest: "",
            blisterLimits: blisterLimits,
            pocketLimits: pocketLimits
        )
        let product = TaughtProduct(
            recipe: recipe,
            model: learnt.model,
            templateMean: template.mean,
            templateDeviation: template.deviation
        )
        let identities = registered.map(\.identity)
        return Outcome(
            report: TaughtReport(
                product: product,
                lines: TeachingSummary(
                    learnt: learnt,
                    given: cuts.count,
                    aligned: registered.count,
                    identities: identities,
                    recipe: recipe
                ).lines()
            ),
            offset: Self.offset(learnt.model, layout: layout, millimetresPerPixel),
            good: learnt.used.map { registered[$0] },
            tail: learnt.tail
        )
    }

    static func thinned<Element>(_ elements: [Element], to count: Int) -> [Element] {
        guard elements.count > count else { return elements }
        return (0..<count).map { elements[$0 * elements.count / count] }
    }

    private static func offset(
        _ model: ProductModel,
        layout: Layout,
        _ millimetresPerPixel: Double
    ) -> Point {
        let grid = WorkGrid(layout: layout, millimetresPerPixel: millimetresPerPixel)
        let x = zip(model.pockets, grid.windows).map { ($0.centreX - $1.centre.x) }
        let y = zip(model.pockets, grid.windows).map { ($0.centreY - $1.centre.y) }
        return Point(
            x: Statistics.median(x) * grid.millimetres,
            y: Statistics.median(y) * grid.millimetres
        )
    }
}
