internal import VisionModels

/// A model that states its product, or the channels that it was taught in, is for this recipe.
enum RecipeCheck: ModelCheck {
    static let name = "recipe"
    /// Key of the channels, 1 or 3, of the pictures that a model was taught on.
    static let channelsKey = "taught_channels"

    static func examine(
        _ candidate: inout ModelCandidate,
        _ demands: ModelDemands
    ) -> ModelFinding {
        guard let card = candidate.card else { preconditionFailure("the card is checked first") }
        if let stated = card.facts["product"], let wanted = demands.product, stated != wanted {
            return failed(
                "blisterd.product is \(stated)",
                limit: "the recipe's product \(wanted)",
                cure: "use a model of \(wanted), or the recipe of \(stated)"
            )
        }
        if let stated = card.facts[channelsKey], let wanted = demands.channels,
            stated != "\(wanted)"
        {
            return failed(
                "blisterd.\(channelsKey) is \(stated)",
                limit: "the recipe's \(wanted) channels",
                cure: "train it on pictures of this camera"
            )
        }
        let product = card.facts["product"].map { "for product \($0)" } ?? "for any product"
        return passed(
            product,
            limit: demands.product.map { "the recipe's product \($0)" } ?? "none"
        )
    }
}
