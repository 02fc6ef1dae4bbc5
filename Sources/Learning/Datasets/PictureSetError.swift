/// Why a folder of pictures cannot be used.
public struct PictureSetError: Error, Equatable, CustomStringConvertible {
    /// The folder or file.
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
