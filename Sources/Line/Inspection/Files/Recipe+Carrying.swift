public import Blister

extension Recipe {
    /// What people write by hand into recipes, and teaching cannot know.
    ///
    /// - Parameter former: The recipe that stood at the same place.
    /// - Returns: this recipe with the former one's acceptance set, print, Braille, code, challenge and
    ///   trends.
    public func carrying(handWrittenOf former: Recipe) -> Recipe {
        var recipe = self
        recipe.acceptanceFolder = acceptanceFolder ?? former.acceptanceFolder
        recipe.challenge = challenge ?? former.challenge
        recipe.trends = trends ?? former.trends
        recipe.print = print ?? former.print
        recipe.braille = braille ?? former.braille
        recipe.code = code ?? former.code
        return recipe
    }

    /// What this recipe reads, and `layout` does not say where: `print`, `braille`, `code`; nil: nothing.
    ///
    /// - Parameter layout: The layout of a new teaching; nil: one that is found in the pictures, which
    ///   knows of pockets only.
    /// - Returns: the key of the recipe whose check would be gone.
    public func unplacedText(in layout: Layout?) -> String? {
        if print != nil, layout?.print == nil { return "print" }
        if braille != nil, layout?.braille == nil { return "braille" }
        if code != nil, layout?.code == nil { return "code" }
        return nil
    }
}
