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
    private let foil: TaughtFoil
    private let asksNetworks: Bool

    /// Prepares inspection; traps when `model` was not taught on the recipe's grid
    /// (``RecipeFile`` has checked that).
    public init(recipe: Recipe, model: ProductModel) {
        self.recipe = recipe
        self.model = model
        grid = WorkGrid(layout: recipe.layout, millimetresPerPixel: recipe.millimetresPerPixel)
        foil = TaughtFoil(model.foil, grid: grid)
        precondition(model.gridWidth == grid.width && model.gridHeight == grid.height)
        precondition(model.channels == recipe.channels)
        precondition(recipe.pocketLimits.count == recipe.layout.pockets.count)
        asksNetworks = PocketCheckName.networks.contains { recipe.wants($0) }
    }

    /// The result for a cut that could not be aligned, or was not wholly seen.
    public func unaligned(_ cut: BlisterCut) -> InspectionResult {
        .unjudged(cut.identity, reason: cut.isIncomplete ? .unseen : .undecided)
    }

    /// Judges one blister by what is measured.
    public func inspect(_ blister: RegisteredBlister) -> InspectionResult {
        inspect(blister, examiner: nil).result
    }

    /// Judges one blister; `examiner` asks the networks whose limits the recipe holds.
    ///
    /// A recipe with such limits rejects every pocket as undecided where no examiner is given, and one
    /// that asks for print, Braille or a code rejects every blister for it where no `texts` are.
    ///
    /// - Returns: the result, and why a network could not be asked; nil where all went well.
    public func inspect(
        _ blister: RegisteredBlister,
        examiner: (any PocketExaminer)?,
        texts: (any TextExaminer)? = nil
    ) -> (result: InspectionResult, fault: String?) {
        guard fits(blister) else {
            return (.unjudged(blister.identity, reason: .undecided), nil)
        }
        let sums = BlockSums(blister.image, factor: grid.factor)
        let light = model.light.light(on: sums)
        let maps = FeatureMaps(sums, light: light)
        var checks = blisterChecks(blister, maps: maps, light: light)
        let opinions =
            asksNetworks
            ? examiner?.opinions(on: blister.image, light: light.channels.map(\.middle)) : nil
        precondition(opinions.map { $0.pockets.count == grid.windows.count } ?? true)
        let pockets = grid.windows.map { window in
            var judgement = PocketJudgement(
                recipe: recipe,
                scene: PocketScene(
                    maps: maps,
                    window: window,
                    model: model,
                    millimetres: grid.millimetres
                ),
                opinion: opinions?.pockets[window.index]
            )
            return judgement.judge()
        }
        let found = recipe.asksForTexts ? texts?.findings(on: blister.image) : nil
        let print = recipe.print.map { _ in found?.print ?? .unverified(expected: nil) }
        let braille = recipe.braille.map { _ in found?.braille ?? .unverified(expected: nil) }
        let code = recipe.code.map { rule in
            found?.code ?? .unverified(rule.kind, expected: nil)
        }
        checks += [print?.check, braille?.check, code?.check].compactMap { $0 }
        var reasons = checks.filter { !$0.passes }.map(\.reason)
        reasons += pockets.compactMap(\.reason)
        let result = InspectionResult(
            identity: blister.identity,
            verdict: Verdict(reasons: reasons),
            pockets: pockets.map(\.result),
            checks: checks,
            latencyMilliseconds: 0,
            networks: [opinions?.networks, found?.networks].compactMap { $0 }
                .filter { !$0.isEmpty }.joined(separator: " "),
            print: print,
            braille: braille,
            code: code
        )
        let faults = [opinions?.fault, found?.fault].compactMap { $0 }
        return (result, faults.isEmpty ? nil : faults.joined(separator: "; "))
    }

    /// The light on `blister` over the taught light, per channel, as networks are given it; nil where
    /// the blister is not of the recipe's size and channels.
    public func light(on blister: RegisteredBlister) -> [Float]? {
        guard fits(blister) else { return nil }
        let sums = BlockSums(blister.image, factor: grid.factor)
        return model.light.light(on: sums).channels.map(\.middle)
    }

    private func fits(_ blister: RegisteredBlister) -> Bool {
        blister.image.channels == recipe.channels
            && blister.image.width / grid.factor == grid.width
            && blister.image.height / grid.factor == grid.height
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
        let foil = FoilScene(maps: maps, grid: grid, taught: foil)
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
