public import Blister
internal import Imaging

/// Judges registered blisters by a recipe and its product model.
///
/// Sendable and re-entrant: any number of threads may inspect at once, and the same blister gives
/// the same bits on every one of them. Nothing is learnt while inspecting.
public struct Inspector: Sendable {
    /// The recipe.
    public let recipe: Recipe
    /// The product model.
    public let model: ProductModel
    /// The work grid of the recipe's layout.
    public let grid: WorkGrid

    /// Prepares inspection; traps when `model` was not taught on the recipe's grid
    /// (``RecipeFile`` has checked that).
    public init(recipe: Recipe, model: ProductModel) {
        self.recipe = recipe
        self.model = model
        grid = WorkGrid(layout: recipe.layout, millimetresPerPixel: recipe.millimetresPerPixel)
        precondition(model.gridWidth == grid.width && model.gridHeight == grid.height)
        precondition(model.channels == recipe.channels)
        precondition(recipe.pocketLimits.count == recipe.layout.pockets.count)
    }

    /// The result for a cut that could not be aligned, or was not wholly seen.
    public func unaligned(_ cut: BlisterCut) -> InspectionResult {
        .unjudged(cut.identity, reason: cut.isIncomplete ? .unseen : .undecided)
    }

    /// Judges one blister.
    public func inspect(_ blister: RegisteredBlister) -> InspectionResult {
        guard blister.image.channels == recipe.channels,
            blister.image.width / grid.factor == grid.width,
            blister.image.height / grid.factor == grid.height
        else { return .unjudged(blister.identity, reason: .undecided) }
        let sums = BlockSums(blister.image, factor: grid.factor)
        let light = model.light.light(on: sums)
        let maps = FeatureMaps(sums, light: light)
        let checks = blisterChecks(blister, maps: maps, light: light)
        let pockets = grid.windows.map { judge(window: $0, maps: maps) }
        var reasons = checks.filter { !$0.passes }.map(\.reason)
        reasons += pockets.compactMap(\.reason)
        return InspectionResult(
            identity: blister.identity,
            verdict: Verdict(reasons: reasons),
            pockets: pockets.map(\.result),
            checks: checks,
            latencyMilliseconds: 0
        )
    }

    private func judge(
        window: PocketWindow,
        maps: FeatureMaps
    ) -> (result: PocketResult, reason: RejectReason?) {
        let scene = PocketScene(
            maps: maps,
            window: window,
            model: model,
            millimetres: grid.millimetres
        )
        let limits = recipe.pocketLimits[window.index]
        var checks: [Check] = []
        var failing: [PocketCheckName] = []
        var readings: [PocketCheckName: Double] = [:]
        var strains: [PocketCheckName: Double] = [:]
        func add(_ name: PocketCheckName, _ reading: Reading, _ range: LimitRange) {
            readings[name] = reading.value
            strains[name] = range.strain(of: reading.value)
            let answer = Check(
                name: name.rawValue,
                value: reading.value,
                lowerLimit: range.lower,
                upperLimit: range.upper,
                unit: name.traits(channels: recipe.channels).unit,
                reason: .anomaly,
                place: reading.place
            )
            if !answer.passes { failing.append(name) }
            checks.append(answer)
        }
        for check in PocketCheckName.checks {
            guard let range = limits[check.name] else { continue }
            add(check.name, check.read(scene), range)
        }
        if let range = limits[.jointStrain] {
            add(.jointStrain, JointStrain.reading(strains), range)
        }
        var reason: RejectReason?
        if !failing.isEmpty {
            let named = PocketNaming.reason(
                scene,
                failing: failing,
                readings: readings
            )
            for index in checks.indices where !checks[index].passes { checks[index].reason = named }
            reason = named
        }
        let result = PocketResult(
            index: window.index,
            classification: reason?.rawValue ?? "good",
            confidence: Self.confidence(strain: strains.values.max() ?? 0),
            anomaly: max(strains[.productAnomaly] ?? 0, strains[.pocketAnomaly] ?? 0),
            checks: checks
        )
        return (result, reason)
    }

    /// 0.5 at the limit, 1 at the typical value and from twice the limit on.
    static func confidence(strain: Double) -> Double {
        0.5 + 0.5 * min(1, abs(1 - strain))
    }

    private func blisterChecks(
        _ blister: RegisteredBlister,
        maps: FeatureMaps,
        light: LightField
    ) -> [Check] {
        let foil = FoilScene(maps: maps, grid: grid, model: model.foil)
        let middle = light.channels.map(\.middle).reduce(0, +) / Float(light.channels.count)
        func check(_ name: BlisterCheckName, _ reading: Reading, _ reason: RejectReason) -> Check? {
            guard let range = recipe.blisterLimits[name] else { return nil }
            return Check(
                name: name.rawValue,
                value: reading.value,
                lowerLimit: range.lower,
                upperLimit: range.upper,
                unit: name.traits.unit,
                reason: reason,
                place: reading.place
            )
        }
        return [
            check(
                .foilDirt,
                Reading(foil.dirtSquareMillimetres, at: foil.dirtPlace),
                foil.isDirtThin ? .hair : .dirtyFoil
            ),
            check(.hair, Reading(foil.hairMillimetres, at: foil.hairPlace), .hair),
            check(.splice, Reading(foil.spliceDeviation), .splice),
            check(.step, Reading(blister.stepErrorMillimetres), .step),
            check(.agreement, Reading(blister.agreement), .undecided),
            check(.light, Reading(Double(middle)), .undecided),
        ].compactMap { $0 }
    }
}
