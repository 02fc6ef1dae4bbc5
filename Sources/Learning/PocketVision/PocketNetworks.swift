public import Blister
public import Inspection
public import VisionModels

/// The networks that look at the pockets of one product; changes as a whole or not at all.
///
/// Thread-safe as a value.
public struct PocketNetworks: Sendable {
    /// Names what is in a pocket; nil where the recipe has no limits for it.
    public let classifier: PocketNetwork?
    /// Knows what the taught product looks like; nil where the recipe has no limits for it.
    public let product: PocketNetwork?
    /// Where the pockets are.
    public let layout: Layout
    /// Pixel of the registered blister.
    public let millimetresPerPixel: Double

    /// Joins networks for the blisters of `recipe`.
    public init(_ recipe: Recipe, classifier: PocketNetwork?, product: PocketNetwork?) {
        self.classifier = classifier
        self.product = product
        layout = recipe.layout
        millimetresPerPixel = recipe.millimetresPerPixel
    }

    /// The networks that the recipe of `taught` has limits for; nil where it has none.
    ///
    /// - Parameters:
    ///   - taught: recipe, and the product model's network.
    ///   - recipePath: the recipe's file, for errors.
    ///   - classifierPath: the classifier's file, asked for where one is wanted; nil: it comes later,
    ///     and until then every pocket is undecided.
    /// - Throws: what is wrong, with file, reason and cure.
    public init?(
        _ taught: TaughtProduct,
        recipePath: String,
        classifierPath: () throws(VisionModelError) -> String?
    ) throws(VisionModelError) {
        let recipe = taught.recipe
        let pocketCount = recipe.layout.pockets.count
        let product = recipe.wants(.productModel) ? taught.network : nil
        var (classifier, likeness): (PocketNetwork?, PocketNetwork?)
        if recipe.wants(.classifier), let path = try classifierPath() {
            classifier = try PocketNetwork(path: path, task: .pocket, pocketCount: pocketCount)
        }
        if let product {
            likeness = try PocketNetwork(
                bytes: product,
                name: taught.networkPath(recipePath: recipePath),
                task: .anomaly,
                pocketCount: pocketCount
            )
        }
        guard recipe.wants(.classifier) || likeness != nil else { return nil }
        self.init(recipe, classifier: classifier, product: likeness)
    }

    /// The networks that the recipe of `taught` has limits for, the classifier out of
    /// `modelsFolder`; nil: where models ship.
    public init?(
        _ taught: TaughtProduct,
        recipePath: String,
        modelsFolder: String?
    ) throws(VisionModelError) {
        try self.init(taught, recipePath: recipePath) { () throws(VisionModelError) in
            try ClassifierFile.path(folder: modelsFolder)
        }
    }

    /// The same with another classifier.
    public func replacing(classifier: PocketNetwork) -> PocketNetworks {
        PocketNetworks(self, classifier: classifier, product: product)
    }

    /// The same with another product model.
    public func replacing(product: PocketNetwork) -> PocketNetworks {
        PocketNetworks(self, classifier: classifier, product: product)
    }

    private init(_ other: PocketNetworks, classifier: PocketNetwork?, product: PocketNetwork?) {
        self.classifier = classifier
        self.product = product
        layout = other.layout
        millimetresPerPixel = other.millimetresPerPixel
    }

    /// The networks and the first digits of their digests, for results and records.
    public var digests: String {
        let parts = [("classifier", classifier), ("product_model", product)]
        return parts.compactMap { name, model in model.map { "\(name):\($0.shortDigest)" } }
            .joined(separator: " ")
    }
}
