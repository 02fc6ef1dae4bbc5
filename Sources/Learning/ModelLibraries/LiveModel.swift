public import VisionModels

/// A model that passed everything asked of it, and the file that holds it.
public struct LiveModel: Sendable, Equatable {
    /// What it is live as.
    public let role: ModelRole
    /// What it says of itself.
    public let card: ModelCard
    /// SHA-256 of the file, 64 hexadecimal digits.
    public let digest: String
    /// Its file in the library, which nobody writes again.
    public let path: String
}

/// One model takes the place of another.
public struct LiveModelChange: Sendable, Equatable {
    /// Why.
    public enum Cause: Sendable, Equatable {
        /// The station starts with what its ledger says.
        case started
        /// The ledger's entry of that number says so.
        case entry(number: Int)
    }

    /// The model from now on.
    public let model: LiveModel
    /// SHA-256 of the one before; nil for none.
    public let oldDigest: String?
    /// Why.
    public let cause: Cause
}

/// Puts a model that passed into use, between two blisters; returns once it judges.
///
/// Called on the library's thread, or on the one that starts the station. What it throws leaves the
/// old model live, and is written where a failed check would be.
public typealias LiveModelHandler = @Sendable (LiveModelChange) throws -> Void
