internal import Blister
public import Inspection
public import ModelLibraries
public import PocketVision
internal import VisionModels

/// Which networks a station's pipeline judges by: the product model of its recipe, and a classifier,
/// which is the shipped one or the live one of its model library.
public enum StationNetworks {
    /// The slot that the pipeline reads; nil where the recipe has no limits for any network.
    ///
    /// With a model library the classifier comes from there before the first blister; until then
    /// every pocket would be undecided.
    static func slot(
        _ product: TaughtProduct,
        _ configuration: StationConfiguration
    ) throws -> ModelSlot? {
        let hasLibrary = configuration.modelsPath != nil
        return try PocketNetworks(product, recipePath: configuration.recipePath) {
            () throws(VisionModelError) in
            hasLibrary ? nil : try ClassifierFile.path(folder: nil)
        }
        .map { try ModelSlot($0, workers: configuration.workers) }
    }

    /// Puts what becomes live into `slot`, between two blisters; called on the library's thread.
    ///
    /// - Parameters:
    ///   - slot: Nil where the recipe has no limits for networks; then nothing is done.
    ///   - recipe: Of the product that runs.
    /// - Returns: What throws for a model that is no classifier: product models come with recipes.
    public static func handler(_ slot: ModelSlot?, _ recipe: Recipe) -> LiveModelHandler {
        { change in
            let (card, path) = (change.model.card, change.model.path)
            guard card.task == .pocket else {
                throw VisionModelError(
                    path: path,
                    reason: "is for the task \(card.task.rawValue), which the recipe brings along",
                    cure: "teach the product again with blisterctl teach"
                )
            }
            guard let slot, recipe.wants(.classifier) else { return }
            let classifier = try PocketNetwork(
                path: path,
                task: .pocket,
                pocketCount: recipe.layout.pockets.count
            )
            try slot.replace(with: slot.networks.replacing(classifier: classifier))
        }
    }
}
