/// Why an acceptance set cannot be used, or pictures cannot be learnt from because of one.
public struct AcceptanceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The set, or the file in it.
    public let path: String
    /// What is wrong.
    public let reason: String
    /// What to do about it.
    public let cure: String

    /// Makes an error.
    public init(path: String, reason: String, cure: String) {
        self.path = path
        self.reason = reason
        self.cure = cure
    }

    /// One line: the place, the reason, the cure.
    public var description: String { "\(path): \(reason); \(cure)" }
}
