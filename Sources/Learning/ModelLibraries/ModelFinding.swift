/// What one check found of a model.
public struct ModelFinding: Sendable, Equatable, Codable, CustomStringConvertible {
    /// The check.
    public let check: String
    /// What was found.
    public let value: String
    /// What it is held to.
    public let limit: String
    /// What to do about it; nil where the check passes.
    public let cure: String?

    /// Whether the check passes.
    public var passes: Bool { cure == nil }

    init(_ check: String, _ value: String, limit: String, cure: String? = nil) {
        (self.check, self.value, self.limit) = (check, Self.oneLine(value), Self.oneLine(limit))
        self.cure = cure.map(Self.oneLine)
    }

    /// One line.
    public var description: String {
        cure.map { "\(check): \(value), wanted: \(limit); \($0)" } ?? "\(check): \(value)"
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
