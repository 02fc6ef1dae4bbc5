internal import Linux

/// Why a model library cannot be used or changed, in one line with the cure.
public struct LibraryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The folder or file.
    public let path: String
    /// What is wrong.
    public let reason: String
    /// What to do about it.
    public let cure: String

    init(path: String, _ reason: String, cure: String) {
        (self.path, self.reason, self.cure) = (path, reason, cure)
    }

    init(path: String, _ error: SystemError) {
        self.init(
            path: path,
            "cannot be changed: \(error.reason) (\(error.call))",
            cure: "check its permissions and the room on the disk"
        )
    }

    /// One line: the place, the reason, the cure.
    public var description: String { "\(path): \(reason); \(cure)" }
}
