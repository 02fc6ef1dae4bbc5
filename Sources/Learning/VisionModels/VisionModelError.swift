/// Why a model file cannot be used on pictures.
public struct VisionModelError: Error, Equatable, CustomStringConvertible {
    /// The file.
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

    /// One line: file, reason, cure.
    public var description: String { "\(path): \(reason); \(cure)" }
}
