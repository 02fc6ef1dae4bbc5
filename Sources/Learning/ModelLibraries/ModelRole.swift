public import VisionModels

/// A place that one model at a time is live in: a task, and the product where the model is for one.
public struct ModelRole: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// As ``ModelCard/Task``.
    public let task: String
    /// Nil for a model of any product.
    public let product: String?

    /// The role of a model with `card`.
    public init(_ card: ModelCard) {
        task = card.task.rawValue
        product = card.facts["product"]
    }

    /// Names a role.
    public init(task: String, product: String?) {
        self.task = task
        self.product = product
    }

    /// In words: `pocket`, or `anomaly of scored-white`.
    public var description: String { product.map { "\(task) of \($0)" } ?? task }

    /// By task, then product.
    public static func < (first: ModelRole, second: ModelRole) -> Bool {
        (first.task, first.product ?? "") < (second.task, second.product ?? "")
    }
}
