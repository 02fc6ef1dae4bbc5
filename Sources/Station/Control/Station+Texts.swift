internal import Blister
public import Inspection
public import PackReading

extension Station {
    /// The print and Braille that `recipe` asks for, with readers for every inspecting thread; nil where
    /// it asks for neither.
    ///
    /// Until a batch is started only texts without lot and expiry are known.
    ///
    /// - Throws: one-line errors that name the file and the cure.
    static func textSlot(
        _ recipe: Recipe,
        _ configuration: StationConfiguration
    ) throws -> TextSlot? {
        try configuration.packTexts(of: recipe).map { texts in
            try TextSlot(texts, expected: recipe.standingTexts, workers: configuration.workers)
        }
    }
}

extension StationConfiguration {
    /// What reads the print and Braille that `recipe` asks for at this station; nil where it asks for
    /// neither.
    ///
    /// - Parameter recipe: What runs here.
    /// - Returns: what is needed, checked.
    /// - Throws: one-line errors that name the file and the cure.
    public func packTexts(of recipe: Recipe) throws -> PackTexts? {
        try PackTexts(recipe, recipePath: recipePath)
    }
}
